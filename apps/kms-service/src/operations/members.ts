import { KmsError } from '../errors/kms-error.js';
import { lengthOf, oneOf, required, type Violation } from './constraints.js';

/* Members that several requests have, with AWS's limits. */

export const KEY_ID_LENGTH_MAX = 2048;
export const GRANT_TOKENS_MAX = 10;
export const GRANT_TOKEN_LENGTH_MAX = 8192;

/** AWS's algorithms: all are valid names, and only the first works with a symmetric key. */
const ENCRYPTION_ALGORITHMS = ['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE'] as const;

export function keyIdOf(member: string, value: string | undefined): Violation {
  return lengthOf(member, value, 1, KEY_ID_LENGTH_MAX);
}

export function grantTokensOf(tokens: readonly string[] | undefined): Violation {
  if (tokens === undefined) return undefined;
  if (tokens.length > GRANT_TOKENS_MAX) {
    return `Value at 'grantTokens' failed to satisfy constraint: Member must have length less than or equal to ${String(GRANT_TOKENS_MAX)}`;
  }
  const fits = tokens.every((token) => token.length >= 1 && token.length <= GRANT_TOKEN_LENGTH_MAX);
  if (fits) return undefined;
  const each = `Member must have length less than or equal to ${String(GRANT_TOKEN_LENGTH_MAX)}, Member must have length greater than or equal to 1`;
  return `Value at 'grantTokens' failed to satisfy constraint: Member must satisfy constraint: [${each}]`;
}

export function algorithmOf(member: string, value: string | undefined): Violation {
  return oneOf(member, value, ENCRYPTION_ALGORITHMS);
}

/** A required key id, in its limits. */
export function requiredKeyId(member: string, value: string | undefined, ...others: readonly Violation[]): string {
  return required(member, value, keyIdOf(member, value), ...others);
}

/** Symmetric keys know one algorithm; AWS names the key in its refusal, and we the only spec that there is. */
export function assertSymmetric(algorithm: string | undefined): void {
  if (algorithm === undefined || algorithm === 'SYMMETRIC_DEFAULT') return;
  throw new KmsError('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec SYMMETRIC_DEFAULT.`);
}

/** What this service does not do is refused by name, never left out in silence. */
export function assertAbsent(member: string, value: unknown, reason: string): void {
  if (value === undefined || value === false) return;
  throw new KmsError('UnsupportedOperationException', `${member} is not supported: ${reason}.`);
}

export function assertNoRecipient(recipient: boolean | undefined): void {
  assertAbsent('Recipient', recipient, 'answers are not sealed for enclaves');
}

/** The last step before the work: everything would have succeeded. */
export function assertNotDryRun(dryRun: boolean | undefined, keyArn: string): void {
  if (dryRun !== true) return;
  throw new KmsError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.', { keyArn });
}

/** Changes take a key by its id or ARN: an alias could be moved to another key between the look and the change. */
export function assertNotAlias(keyId: string): string {
  const isAlias = keyId.startsWith('alias/') || /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(keyId);
  if (isAlias) throw new KmsError('NotFoundException', `Invalid keyId '${keyId}'`);
  return keyId;
}
