import type { Caller } from '@coffer/iam';
import type { EncryptionContext } from '@coffer/context';
import type { Secret } from '@coffer/crypto';
import type { Action } from '../access/authorize.js';
import { openBlob, parseBlob, type ParsedBlob } from '../blob/ciphertext-blob.js';
import { KmsError } from '../errors/kms-error.js';
import type { Key, Material } from '../keys/key.js';
import type { Keyring } from '../keys/keyring.js';

/** AWS's limit of the member; what is longer than our blobs is refused as no blob. */
export const CIPHERTEXT_SIZE_MAX = 6144;

/** What a caller wants opened, and by which key if that is said. */
export interface BlobToOpen {
  readonly bytes: Buffer;
  readonly keyId: string | undefined;
  readonly context: EncryptionContext;
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

/** The plaintext, which the caller of this disposes of. The refusal names the key for the audit event, and nothing to the caller. */
export async function openWithKey(keyring: Keyring, { blob, key, material }: OpenableBlob, context: EncryptionContext): Promise<Secret> {
  try {
    return await keyring.lend(key, material, (secret) => openBlob(blob, secret, context));
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
