import type { Caller } from '@coffer/iam';
import { KmsError } from '../errors/kms-error.js';

/** An operation as policies name it: `kms:Decrypt`. */
export type Action = `kms:${string}`;

/** What an action is about. */
export interface Resource {
  /** The ARN, or `*` where no key is meant. */
  readonly arn: string;
  /** An account id, or the name under which services own their keys. */
  readonly owner: string;
  /** Managed: the service made it for the account, which may use it and not change it. */
  readonly managed: boolean;
}

const CHANGES: ReadonlySet<Action> = new Set<Action>([
  'kms:DisableKey', 'kms:EnableKey', 'kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias',
]);

/**
 * Whether `caller` may do `action` on `resource`; throws AccessDeniedException in AWS's words if not.
 *
 * The principals of an account may do everything on the account's own keys, except changing those that are managed for it; a service may
 * use the keys that services own; nobody may anything else. `owner` is what `caller` owns things as.
 */
export function authorize(caller: Caller, owner: string, action: Action, resource: Resource): void {
  if (resource.owner !== owner) throw accessDenied(caller, action, resource.arn, NOT_YOURS);
  if (resource.managed && CHANGES.has(action)) throw accessDenied(caller, action, resource.arn, `no resource-based policy allows the ${action} action`);
}

/** AWS's reason for what lies in another account, which does not tell whether it exists. */
const NOT_YOURS = 'the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

export function accessDenied(caller: Caller, action: Action, arn: string, reason: string): KmsError {
  const keyArn = arn.includes(':key/') ? arn : undefined;
  return new KmsError('AccessDeniedException', `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${arn} because ${reason}`, { keyArn });
}
