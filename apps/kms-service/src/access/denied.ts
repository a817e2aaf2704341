import { type Caller, type Decision, denialMessage } from '@coffer/iam';
import { KmsError } from '../errors/kms-error.js';
import type { Action } from './action.js';

/** AWS's reason for what lies in another account, which does not tell whether it exists. */
const NOT_YOURS = 'the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

export type Denial = Extract<Decision, { readonly allowed: false }>;

/** A refusal in AWS's words. `keyArn`: the key that it is about, for the record. */
export function denied(caller: Caller, action: Action, arn: string, denial: Denial, keyArn?: string): KmsError {
  return new KmsError('AccessDeniedException', denialMessage(caller, action, arn, denial), { keyArn });
}

/** The refusal of what lies in another account, or belongs to a service. */
export function notYours(caller: Caller, action: Action, arn: string, keyArn?: string): KmsError {
  return new KmsError('AccessDeniedException', `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${arn} because ${NOT_YOURS}`, { keyArn });
}

/** That an identity policy should have allowed and did not. */
export const NO_IDENTITY_POLICY: Denial = { allowed: false, by: 'absence', missing: 'identity-based policy' };
