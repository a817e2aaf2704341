/**
 * CiphertextBlob: what Encrypt and GenerateDataKey return and Decrypt opens.
 *
 *     blob     = header  ciphertext:1-4096  tag:16
 *     header   = version:1  key-uuid:16  material-id:32  salt:32
 *     key:32 nonce:12 = HKDF-SHA256(key material, salt, info)        AES-256-GCM; info is a framed label
 *
 * The header and the canonical encryption context are the associated data, framed, so a blob opens only whole, under the key it names and
 * the context it was sealed under. Every blob has a key and a nonce of its own, so the limit of 2^32 random nonces binds a salt, which is
 * used once, and never the material.
 *
 * Promises: whatever is wrong (shape, version, material, context, any bit) is InvalidCiphertextException with an empty message, as on AWS.
 * Limits: `PLAINTEXT_SIZE_MAX`; overhead `BLOB_OVERHEAD`, so the longest blob is well under the 6,144 bytes that AWS's model allows.
 */
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { canonicalBytes, type EncryptionContext } from '@coffer/context';
import { associatedData, deriver, randomFew, Secret, type AssociatedData, type Deriver } from '@coffer/crypto';
import { KmsError } from '../errors/kms-error.js';

const VERSION = 1;
const UUID_SIZE = 16;
const MATERIAL_ID_SIZE = 32;
const SALT_SIZE = 32;
const TAG_SIZE = 16;
const KEY_SIZE = 32;
const NONCE_SIZE = 12;
const HEADER_SIZE = 1 + UUID_SIZE + MATERIAL_ID_SIZE + SALT_SIZE;

/** What a blob has beyond its plaintext. */
export const BLOB_OVERHEAD = HEADER_SIZE + TAG_SIZE;

export const PLAINTEXT_SIZE_MAX = 4096;

/** What a blob is for. Blobs for one purpose never open for another, so that whoever may Encrypt with a key can make no session token. */
export type BlobPurpose = 'data' | 'session';

const labels = {
  data: { info: associatedData('coffer/kms/blob-key/1'), binding: 'coffer/kms/blob/1' },
  session: { info: associatedData('coffer/kms/session-key/1'), binding: 'coffer/kms/session/1' },
} as const satisfies Record<BlobPurpose, { readonly info: AssociatedData; readonly binding: string }>;

/** The key and the material that a blob is sealed under. */
export interface BlobKey {
  /** A UUID in lower case. */
  readonly keyId: string;
  /** 64 hex digits in lower case. */
  readonly materialId: string;
}

/** A blob of the right shape. Whether it is authentic shows only when it is opened. */
export interface ParsedBlob extends BlobKey {
  readonly bytes: Buffer;
}

/** Seals under fresh randomness. `material` is that which `key` names. */
export function sealBlob(key: BlobKey, material: Secret, plaintext: Secret, context: EncryptionContext): Buffer {
  return new BlobSealer(key, material).seal(plaintext, context);
}

/** For vectors only: sealing two plaintexts with one salt gives both away. */
export function insecureSealWithSalt(salt: Uint8Array, key: BlobKey, material: Secret, plaintext: Secret, context: EncryptionContext): Buffer {
  return new BlobSealer(key, material).insecureSealWithSalt(salt, plaintext, context);
}

/** Seals any number of plaintexts under one material: what their blobs share is made once. For one piece of work, as `deriver` says. */
export class BlobSealer {
  /** The header without the salt. */
  readonly #prefix: Buffer;
  readonly #derive: Deriver;
  readonly #purpose: BlobPurpose;

  constructor({ keyId, materialId }: BlobKey, material: Secret, purpose: BlobPurpose = 'data') {
    this.#purpose = purpose;
    this.#prefix = Buffer.from(`0${String(VERSION)}${keyId.replaceAll('-', '')}${materialId}`, 'hex');
    this.#derive = deriver(material, labels[purpose].info);
  }

  /** The blob of one plaintext, under fresh randomness. */
  seal(plaintext: Secret, context: EncryptionContext): Buffer {
    return this.insecureSealWithSalt(randomFew(SALT_SIZE), plaintext, context);
  }

  insecureSealWithSalt(salt: Uint8Array, plaintext: Secret, context: EncryptionContext): Buffer {
    const size = plaintext.length;
    if (size < 1 || size > PLAINTEXT_SIZE_MAX) throw new RangeError('a blob holds 1 to 4096 bytes');
    const blob = Buffer.allocUnsafe(BLOB_OVERHEAD + size);
    blob.set(this.#prefix, 0);
    blob.set(salt, HEADER_SIZE - SALT_SIZE);
    using derived = this.#derive(salt, KEY_SIZE + NONCE_SIZE);
    const cipher = createCipheriv('aes-256-gcm', cipherKey(derived), nonceOf(derived), { authTagLength: TAG_SIZE });
    cipher.setAAD(binding(this.#purpose, blob.subarray(0, HEADER_SIZE), context));
    blob.set(cipher.update(plaintext.reveal()), HEADER_SIZE);
    cipher.final();
    blob.set(cipher.getAuthTag(), HEADER_SIZE + size);
    return blob;
  }
}

/** Reads what a blob says of itself, which nothing may be trusted for but finding the key. */
export function parseBlob(bytes: Buffer): ParsedBlob {
  const size = bytes.length - BLOB_OVERHEAD;
  if (size < 1 || size > PLAINTEXT_SIZE_MAX || bytes[0] !== VERSION) throw invalidCiphertext();
  const uuid = bytes.toString('hex', 1, 1 + UUID_SIZE);
  const keyId = `${uuid.slice(0, 8)}-${uuid.slice(8, 12)}-${uuid.slice(12, 16)}-${uuid.slice(16, 20)}-${uuid.slice(20)}`;
  return { bytes, keyId, materialId: bytes.toString('hex', 1 + UUID_SIZE, 1 + UUID_SIZE + MATERIAL_ID_SIZE) };
}

/** What names the key and the material in a blob, as a text that is equal for equal names. Of bytes that are no blob, whatever stands there. */
export function blobKeyText(bytes: Buffer): string {
  return bytes.toString('latin1', 0, HEADER_SIZE - SALT_SIZE);
}

/** The plaintext, which the caller disposes of. */
export function openBlob({ bytes }: ParsedBlob, material: Secret, context: EncryptionContext, purpose: BlobPurpose = 'data'): Secret {
  const header = bytes.subarray(0, HEADER_SIZE);
  using derived = deriver(material, labels[purpose].info)(header.subarray(HEADER_SIZE - SALT_SIZE), KEY_SIZE + NONCE_SIZE);
  const tagStart = bytes.length - TAG_SIZE;
  const decipher = createDecipheriv('aes-256-gcm', cipherKey(derived), nonceOf(derived), { authTagLength: TAG_SIZE });
  decipher.setAuthTag(bytes.subarray(tagStart)).setAAD(binding(purpose, header, context));
  const plaintext = Secret.adopt(decipher.update(bytes.subarray(HEADER_SIZE, tagStart)));
  try {
    decipher.final();
  } catch (cause) {
    plaintext[Symbol.dispose]();
    throw invalidCiphertext(cause);
  }
  return plaintext;
}

/** The same for every reason, so that nobody learns which it was. */
export function invalidCiphertext(cause?: unknown): KmsError {
  return new KmsError('InvalidCiphertextException', '', { cause });
}

function binding(purpose: BlobPurpose, header: Uint8Array, context: EncryptionContext): AssociatedData {
  return associatedData(labels[purpose].binding, header, canonicalBytes(context));
}

/** Node makes a cipher several times faster from a key object than from bytes. */
function cipherKey(derived: Secret): ReturnType<typeof createSecretKey> {
  return createSecretKey(derived.reveal().subarray(0, KEY_SIZE));
}

function nonceOf(derived: Secret): Uint8Array {
  return derived.reveal().subarray(KEY_SIZE);
}
