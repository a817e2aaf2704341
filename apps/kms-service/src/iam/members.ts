import { parsePolicy, PolicyError } from '@coffer/iam';
import type { Parameters, TextRule } from '../query/parameters.js';
import { QueryError } from '../query/query-error.js';
import type { EntityKind } from './records.js';
import type { IamWork } from './verb.js';

/* Members that many requests have, with AWS's limits. https://docs.aws.amazon.com/IAM/latest/APIReference/ */

const NAME = /^[\w+=,.@-]+$/;
const POLICY_ARN = { min: 20, max: 2_048 };
const DOCUMENT = { max: 131_072 };

/** `UserName` and its like. */
export const nameMember = { user: 'UserName', group: 'GroupName', role: 'RoleName', policy: 'PolicyName' } as const satisfies Record<EntityKind, string>;

const nameRules = {
  user: { max: 64, pattern: NAME },
  group: { max: 128, pattern: NAME },
  role: { max: 64, pattern: NAME },
  policy: { max: 128, pattern: NAME },
} as const satisfies Record<EntityKind, TextRule>;

export function nameOf(parameters: Parameters, kind: EntityKind): string {
  return parameters.required(nameMember[kind], nameRules[kind]);
}

/** A user who is not named is the caller. */
export function userNameOf({ parameters, caller }: Pick<IamWork, 'parameters' | 'caller'>): string {
  const given = parameters.optional('UserName', nameRules.user);
  if (given !== undefined) return given;
  if (caller.type === 'User' && caller.userName !== undefined) return caller.userName;
  throw new QueryError('ValidationError', 'Must specify userName when calling with non-User credentials');
}

export function policyNameOf(parameters: Parameters): string {
  return parameters.required('PolicyName', nameRules.policy);
}

export function policyArnOf(parameters: Parameters, member = 'PolicyArn'): string {
  return parameters.required(member, POLICY_ARN);
}

export function entityArn(accountId: string, kind: EntityKind, name: string): string {
  return `arn:aws:iam::${accountId}:${kind}/${name}`;
}

/** IAM's paths are not kept: every name stands at `/`. */
export function assertNoPath(parameters: Parameters): void {
  const path = parameters.raw('Path');
  if (path !== undefined && path !== '/') throw new QueryError('ValidationError', 'Paths are not supported: Path must be /.');
}

/** A policy document that parses and fits; white space does not count. */
export function documentOf(parameters: Parameters, member: string, kind: 'identity' | 'trust', lengthMax: number, what: string): string {
  const text = parameters.required(member, DOCUMENT);
  if (text.replace(/\s/g, '').length > lengthMax) throw new QueryError('LimitExceeded', `Cannot exceed quota for ${what}: ${String(lengthMax)}`);
  try {
    parsePolicy(text, { name: member, kind });
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw new QueryError('MalformedPolicyDocument', cause.message, { cause });
  }
  return text;
}

/** As IAM gives documents: percent-encoded by RFC 3986. */
export function encodedDocument(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
