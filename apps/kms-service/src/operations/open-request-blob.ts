import type { Caller } from '@coffer/iam';
import type { EncryptionContext } from '@coffer/context';
import type { Secret } from '@coffer/crypto';
import type { Action } from '../access/authorize.js';
import { openBlob, parseBlob, type ParsedBlob } from '../blob/ciphertext-blob.js';
import { KmsError, toKmsError } from '../errors/kms-error.js';
import type { Key, Material } from '../keys/key.js';
import type { Keyring } from '../keys/keyring.js';
import { each, type Outcome } from './outcome.js';

/** AWS's limit of the member; what is longer than our blobs is refused as no blob. */
export const CIPHERTEXT_SIZE_MAX = 6144;

/** What a caller wants opened, and by which key if that is said. */
export interface BlobToOpen {
  readonly bytes: Buffer;
  readonly keyId: string | undefined;
  readonly context: EncryptionContext;
  readonly dryRun?: boolean | undefined;
}

/** A blob with the key that it names, found and allowed. */
export interface OpenableBlob {
  readonly blob: ParsedBlob;
  readonly key: Key;
  readonly material: Material;
}

/** Finds the key of a blob for `caller`; a key that the caller names must be that one. */
export async function findBlobKey(keyring: Keyring, caller: Caller, action: Action, { bytes, keyId }: BlobToOpen): Promise<OpenableBlob> {
  const blob = parseBlob(bytes);
  if (keyId !== undefined) await assertIsKey(keyring, caller, action, keyId, blob);
  return { blob, ...(await keyring.ofBlob(caller, action, blob)) };
}

/** The plaintext, which the caller of this disposes of. */
export function openWithKey(keyring: Keyring, { blob, key, material }: OpenableBlob, context: EncryptionContext): Promise<Secret> {
  return keyring.lend(key, material, (secret) => openNamed(blob, key, secret, context));
}

/**
 * Opens blobs of one key and material, which is found, allowed and lent once for all; refusals among `blobs` stay. All name the same key if
 * they name one. `use` makes of each plaintext what is answered, and owns it. Never rejects.
 */
export async function openTogether<T>(
  keyring: Keyring, caller: Caller, action: Action, blobs: readonly Outcome<BlobToOpen>[],
  use: (plaintext: Secret, key: Key, material: Material, blob: BlobToOpen) => T,
): Promise<Outcome<T>[]> {
  const parsed = each(blobs, (asked) => ({ asked, blob: parseBlob(asked.bytes) }));
  const first = parsed.find((outcome) => !(outcome instanceof KmsError));
  if (first === undefined || first instanceof KmsError) return parsed as KmsError[];
  try {
    const { key, material } = await findBlobKey(keyring, caller, action, first.asked);
    return await keyring.lend(key, material, (secret) =>
      each(parsed, ({ asked, blob }) => use(openNamed(blob, key, secret, asked.context), key, material, asked)));
  } catch (error) {
    const refusal = toKmsError(error);
    return parsed.map((outcome) => (outcome instanceof KmsError ? outcome : refusal));
  }
}

/** The refusal names the key for the audit event, and nothing to the caller. */
function openNamed(blob: ParsedBlob, key: Key, material: Secret, context: EncryptionContext): Secret {
  try {
    return openBlob(blob, material, context);
  } catch (error) {
    if (error instanceof KmsError) throw new KmsError(error.code, error.message, { cause: error, keyArn: key.arn });
    throw error;
  }
}

async function assertIsKey(keyring: Keyring, caller: Caller, action: Action, keyId: string, blob: ParsedBlob): Promise<void> {
  const named = await keyring.find(caller, action, keyId);
  if (named.id === blob.keyId) return;
  const message = 'The key ID in the request does not identify a CMK that can perform this operation.';
  throw new KmsError('IncorrectKeyException', message, { keyArn: named.arn });
}
