import { awsManagedPolicy, parsePolicy, PolicyError, policyLengths, type Identities } from '@coffer/iam';
import type { Parameters } from '../query/parameters.js';
import { QueryError } from '../query/query-error.js';

export const SESSION_POLICY_ARNS_MAX = 10;
const POLICY = { max: 131_072 };
const ARN = { min: 20, max: 2_048 };

/** What limits a session beyond its role. */
export interface SessionPolicies {
  readonly policies: readonly string[];
  readonly policyArns: readonly string[];
}

/** Reads `Policy` and `PolicyArns`. A document that is none is MalformedPolicyDocument, one that is too long PackedPolicyTooLarge. */
export function readSessionPolicies(parameters: Parameters, identities: Identities, accountId: string): SessionPolicies {
  const policyArns = parameters.list('PolicyArns', SESSION_POLICY_ARNS_MAX).map((member) => member.required('arn', ARN));
  for (const arn of policyArns) {
    if (managedPolicyText(identities, arn, accountId) === undefined) throw new QueryError('ValidationError', `Specified ManagedPolicy ${arn} does not exist or is not attachable.`);
  }
  const text = parameters.optional('Policy', POLICY);
  return { policies: text === undefined ? [] : [checked(text)], policyArns };
}

/** The text of a managed policy of an account, or of AWS's. */
export function managedPolicyText(identities: Identities, arn: string, accountId: string): string | undefined {
  const own = [...(identities.account(accountId)?.policies.values() ?? [])].find((policy) => policy.arn === arn);
  return own?.policy.text ?? awsManagedPolicy(arn)?.text;
}

function checked(text: string): string {
  try {
    parsePolicy(text, { name: 'session policy', kind: 'identity', lengthMax: policyLengths.session });
    // Without white space, of which a token has no room.
    return JSON.stringify(JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw new QueryError('MalformedPolicyDocument', cause.message, { cause });
  }
}
