/**
 * What browsers can: whole bodies, sealed and opened by WebCrypto, in the same formats. Nothing here, nor in anything that it imports, is
 * Node's. WebCrypto has no AES-GCM that streams, so a body is in memory twice; legacy algorithms and ranges need the client for Node.
 */
import { PLAINTEXT_SIZE_MAX, TAG_SIZE, type EncryptionAlgorithm } from './algorithm-suite.js';
import { suiteForWriting, type CommitmentPolicy } from './commitment-policy.js';
import { freshContentKey, openContentKey, type ContentKey } from './content/content-key.js';
import { notAuthentic, S3EncryptionError } from './errors.js';
import { findMetadata, metadataOfFile } from './format/decode-metadata.js';
import { encodeMetadata } from './format/encode-metadata.js';
import { decodeInstructionFile, encodeInstructionFile } from './format/instruction-file.js';
import type { Keyring } from './keyrings/keyring.js';
import { stringMapOf, type StringMap } from './string-map.js';

export { KmsDiscoveryKeyring, KmsKeyring, type KmsKeyringOptions } from './keyrings/kms-keyring.js';
export { RawAesKeyring, type RawAesKey, type RawAesKeyringOptions } from './keyrings/raw-aes-keyring.js';
export { RawRsaKeyring, type RawRsaKeyPair, type RawRsaKeyringOptions } from './keyrings/raw-rsa-keyring.js';
export type { CommitmentPolicy } from './commitment-policy.js';
export type { EncryptionAlgorithm } from './algorithm-suite.js';
export type { Keyring } from './keyrings/keyring.js';
export { S3EncryptionError, type S3EncryptionErrorCode } from './errors.js';

/** Bodies that WebCrypto takes in one call on every browser. Node's client has no such limit. */
export const BROWSER_BODY_SIZE_MAX = Math.min(2 ** 31 - 1 - TAG_SIZE, PLAINTEXT_SIZE_MAX);

export interface BrowserOptions {
  readonly keyring: Keyring;
  readonly commitmentPolicy?: CommitmentPolicy;
  readonly encryptionContext?: Readonly<Record<string, string>>;
  readonly abortSignal?: AbortSignal;
}

export interface SealOptions extends BrowserOptions {
  readonly encryptionAlgorithm?: EncryptionAlgorithm;
  /** Where the wrapped key goes: user metadata by default, or the body of `<key>.instruction`. */
  readonly place?: 'object' | 'instruction file';
}

/** What to store: the body, its user metadata, and the text of the instruction file if there is to be one. */
export interface SealedObject {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly instructionFile?: string;
}

const strict: CommitmentPolicy = 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT';

/** Seals a body under a fresh data key. Refuses with `TooLarge` more than `BROWSER_BODY_SIZE_MAX`. */
export async function sealObject(plaintext: Uint8Array<ArrayBuffer>, options: SealOptions): Promise<SealedObject> {
  if (plaintext.length > BROWSER_BODY_SIZE_MAX) throw new S3EncryptionError('TooLarge', `In a browser a body has at most ${BROWSER_BODY_SIZE_MAX} bytes.`);
  const suite = suiteForWriting(options.commitmentPolicy ?? strict, options.encryptionAlgorithm);
  const { contentKey, metadata } = await freshContentKey(options.keyring, { suite, ...asking(options) });
  try {
    const body = new Uint8Array(await globalThis.crypto.subtle.encrypt(cipherOf(contentKey), await imported(contentKey, 'encrypt'), plaintext));
    const { onObject, inFile } = encodeMetadata(metadata, options.place ?? 'object');
    return { body, metadata: Object.fromEntries(onObject), ...(inFile === undefined ? {} : { instructionFile: encodeInstructionFile(inFile) }) };
  } finally {
    contentKey.key.clear();
  }
}

/** The plaintext of a whole object, once it has proved authentic. Refuses as the client for Node does. */
export async function openObject(sealed: Omit<SealedObject, 'body'> & { readonly body: Uint8Array<ArrayBuffer> }, options: BrowserOptions): Promise<Uint8Array<ArrayBuffer>> {
  const metadata = metadataOf(sealed);
  const rules = { commitmentPolicy: options.commitmentPolicy ?? strict, enableLegacyUnauthenticatedModes: false };
  const contentKey = await openContentKey(options.keyring, { metadata, ...asking(options) }, rules);
  try {
    if (sealed.body.length < TAG_SIZE) throw notAuthentic();
    const opening = globalThis.crypto.subtle.decrypt(cipherOf(contentKey), await imported(contentKey, 'decrypt'), sealed.body);
    return new Uint8Array(await opening.catch(() => {
      throw notAuthentic();
    }));
  } finally {
    contentKey.key.clear();
  }
}

function metadataOf({ metadata, instructionFile }: Omit<SealedObject, 'body'>): ReturnType<typeof metadataOfFile> {
  const found = findMetadata(new Map(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value])));
  if (found.where === 'object') return found.metadata;
  if (instructionFile === undefined) throw new S3EncryptionError(found.committed === undefined ? 'NotEncrypted' : 'InstructionFile', 'The object has no metadata that opens it: give its instruction file.');
  return metadataOfFile(decodeInstructionFile(instructionFile), found.committed);
}

function asking({ encryptionContext, abortSignal }: BrowserOptions): { encryptionContext: StringMap; abortSignal?: AbortSignal } {
  return { encryptionContext: stringMapOf(encryptionContext, 'encryption context'), ...(abortSignal === undefined ? {} : { abortSignal }) };
}

function cipherOf({ iv, aad }: ContentKey): { name: 'AES-GCM'; iv: Uint8Array<ArrayBuffer>; additionalData: Uint8Array<ArrayBuffer>; tagLength: number } {
  return { name: 'AES-GCM', iv: Uint8Array.from(iv), additionalData: Uint8Array.from(aad), tagLength: TAG_SIZE * 8 };
}

function imported({ key }: ContentKey, use: 'encrypt' | 'decrypt'): ReturnType<typeof globalThis.crypto.subtle.importKey> {
  return globalThis.crypto.subtle.importKey('raw', key.reveal(), 'AES-GCM', false, [use]);
}
