import { createHash } from 'node:crypto';
import type { EncryptionContext } from '@coffer/context';
import type { Caller } from '@coffer/iam';
import type { Action } from '../access/action.js';

/** What an encryption context must be, or have, for a grant to hold. At most one of the two is there. */
export interface GrantConstraints {
  /** The request's context has these pairs. */
  readonly encryptionContextSubset?: EncryptionContext | undefined;
  /** The request's context is these pairs. */
  readonly encryptionContextEquals?: EncryptionContext | undefined;
  /** For services that call for a resource; no caller here has such a source, so that a grant with it holds for none. */
  readonly sourceArn?: string | undefined;
}

/** What somebody who grants chooses. */
export interface GrantTerms {
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string | undefined;
  /** AWS's names, each once: `Decrypt`. */
  readonly operations: readonly string[];
  readonly constraints: GrantConstraints;
  readonly name?: string | undefined;
}

/** Permissions on one key for one principal, beside the key's policy. */
export interface Grant extends GrantTerms {
  /** 64 hex digits. */
  readonly id: string;
  readonly keyId: string;
  readonly createdAt: Date;
  /** ARN of the root of the account that made it. */
  readonly issuingAccount: string;
}

/** What AWS lets be granted on a symmetric key. */
export const GRANT_OPERATIONS = [
  'CreateGrant', 'Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant',
] as const;

/** Grantable, and without an encryption context that a constraint could be about. */
const CONTEXTLESS: ReadonlySet<Action> = new Set<Action>(['kms:DescribeKey', 'kms:RetireGrant']);

/** The names that a grant may call a caller by: its own, and of a role's session the role's. */
export function principalsOf({ type, arn, session }: Caller): readonly string[] {
  return type === 'AssumedRole' && session !== undefined ? [arn, session.issuer.arn] : [arn];
}

/** Whether it matters to the grant what encryption context a request has. */
export function dependsOnContext({ constraints }: Grant): boolean {
  return constraints.encryptionContextSubset !== undefined || constraints.encryptionContextEquals !== undefined;
}

/** Whether a grant lets its grantee do an operation, CreateGrant aside, with this context. */
export function allowsUse({ operations, constraints }: Grant, action: Action, context: EncryptionContext): boolean {
  if (!operations.includes(action.slice('kms:'.length)) || constraints.sourceArn !== undefined) return false;
  if (CONTEXTLESS.has(action)) return true;
  const { encryptionContextSubset: subset, encryptionContextEquals: equals } = constraints;
  return (subset === undefined || hasAll(context, subset)) && (equals === undefined || isSame(context, equals));
}

/**
 * Whether a grant lets its grantee make a grant on these terms: of its own operations only, and under constraints at least as strict.
 *
 * https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
 */
export function allowsGranting({ operations, constraints }: Grant, terms: GrantTerms): boolean {
  if (!operations.includes('CreateGrant') || !terms.operations.every((operation) => operations.includes(operation))) return false;
  const { encryptionContextSubset: subset, encryptionContextEquals: equals, sourceArn } = constraints;
  const { encryptionContextSubset: ownSubset, encryptionContextEquals: ownEquals } = terms.constraints;
  if (sourceArn !== undefined) return false;
  if (equals !== undefined) return ownEquals !== undefined && isSame(ownEquals, equals);
  if (subset === undefined) return true;
  const own = ownEquals ?? ownSubset;
  return own !== undefined && hasAll(own, subset);
}

/** Whether the grant itself lets a caller end it: the retiring principal, and the grantee if it was granted that. */
export function mayRetire({ operations, granteePrincipal, retiringPrincipal }: Grant, caller: Caller): boolean {
  const names = principalsOf(caller);
  if (retiringPrincipal !== undefined && names.includes(retiringPrincipal)) return true;
  return operations.includes('RetireGrant') && names.includes(granteePrincipal);
}

/** Tells a repeated request from another: 64 hex digits of everything that was asked for. */
export function fingerprintOf(terms: GrantTerms): string {
  const { granteePrincipal, retiringPrincipal, operations, constraints, name } = terms;
  const { encryptionContextSubset, encryptionContextEquals, sourceArn } = constraints;
  const said = [name, granteePrincipal, retiringPrincipal, [...operations].sort(), pairs(encryptionContextSubset), pairs(encryptionContextEquals), sourceArn];
  // JSON has no undefined in lists: what was not said becomes null, which nothing that was said can be.
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

function pairs(context: EncryptionContext | undefined): readonly (readonly [string, string])[] | undefined {
  return context && [...context].sort(([a], [b]) => (a < b ? -1 : 1));
}

function hasAll(context: EncryptionContext, pairs: EncryptionContext): boolean {
  for (const [key, value] of pairs) if (context.get(key) !== value) return false;
  return true;
}

function isSame(context: EncryptionContext, other: EncryptionContext): boolean {
  return context.size === other.size && hasAll(context, other);
}
