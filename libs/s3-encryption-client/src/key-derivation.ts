import { COMMITMENT_SIZE, committingGcm, DATA_KEY_SIZE } from './algorithm-suite.js';
import { asciiBytes, concatenated, equalInConstantTime } from './bytes.js';
import { S3EncryptionError } from './errors.js';
import { SecretBytes } from './secret-bytes.js';

const SUITE_ID = Uint8Array.of(committingGcm.id >> 8, committingGcm.id & 0xff);
const COMMIT_INFO = concatenated(SUITE_ID, asciiBytes('COMMITKEY'));
const DERIVE_INFO = concatenated(SUITE_ID, asciiBytes('DERIVEKEY'));

/** The associated data of a committing object's body: the suite's number, so that no body opens under another suite. */
export const COMMITTING_AAD: Uint8Array = SUITE_ID;
/** The IV of every committing object. The key is derived for one message id, and so encrypts one body only. */
export const COMMITTING_IV: Uint8Array = new Uint8Array(12).fill(1);

/**
 * What a committing object stores so that only one data key can open it: HKDF-SHA-512 (RFC 5869) of the data key, with the message id as
 * salt. 28 bytes.
 */
export async function commitmentOf(dataKey: SecretBytes, messageId: Uint8Array): Promise<Uint8Array> {
  return hkdfSha512(dataKey, messageId, COMMIT_INFO, COMMITMENT_SIZE);
}

/** The key of the body: the same derivation with another label. The caller clears it. */
export async function derivedContentKey(dataKey: SecretBytes, messageId: Uint8Array): Promise<SecretBytes> {
  return SecretBytes.taken(await hkdfSha512(dataKey, messageId, DERIVE_INFO, DATA_KEY_SIZE));
}

/** Refuses with `CommitmentMismatch` a data key that is not the one the object was written under. Constant time. */
export async function checkCommitment(dataKey: SecretBytes, messageId: Uint8Array, commitment: Uint8Array): Promise<void> {
  if (equalInConstantTime(await commitmentOf(dataKey, messageId), commitment)) return;
  throw new S3EncryptionError('CommitmentMismatch', 'The data key is not the one that the object commits to: its metadata or instruction file was changed.');
}

async function hkdfSha512(secret: SecretBytes, salt: Uint8Array, info: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('raw', secret.reveal(), 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-512', salt: Uint8Array.from(salt), info }, key, size * 8));
}
