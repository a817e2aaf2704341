import { COMMITMENT_SIZE, committingGcm, legacyCbc, plainGcm, TAG_SIZE, type AlgorithmSuite } from '../algorithm-suite.js';
import { allZero, fromBase64 } from '../bytes.js';
import { S3EncryptionError } from '../errors.js';
import { fromJson, type StringMap } from '../string-map.js';
import type { CommittedPart, ContentMetadata, WrapAlgorithm } from './content-metadata.js';
import { decodedHeaderText } from './header-text.js';
import * as names from './metadata-names.js';

/** Longest wrapped key: a KMS's blob at its greatest. */
export const ENCRYPTED_DATA_KEY_SIZE_MAX = 6_144;

/** What an object's own metadata says: everything, or that the rest, or all of it, is in an instruction file. */
export type FoundMetadata =
  | { readonly where: 'object'; readonly metadata: ContentMetadata }
  | { readonly where: 'instruction file'; readonly committed?: CommittedPart };

const v3Wraps: ReadonlyMap<string, WrapAlgorithm> = new Map([['02', 'AES/GCM'], ['12', 'kms+context'], ['22', 'RSA-OAEP-SHA1']]);
const v2Wraps: ReadonlySet<string> = new Set<WrapAlgorithm>(['kms+context', 'AES/GCM', 'RSA-OAEP-SHA1', 'kms', 'AESWrap', 'AES', 'RSA', 'RSA/ECB/OAEPWithSHA-256AndMGF1Padding']);
/** Longer than any AES wrap of a data key: V1 does not say how a key is wrapped, and this tells RSA from AES. */
const V1_AES_KEY_SIZE_MAX = 48;

/**
 * Reads the metadata of an object. Refuses with `MalformedMetadata` what is incomplete or belongs to two formats at once, with
 * `UnsupportedAlgorithm` what names another algorithm.
 */
export function findMetadata(entries: StringMap): FoundMetadata {
  const committing = names.V3_ON_OBJECT.some((name) => entries.has(name));
  const movable = names.V3_MOVABLE.some((name) => entries.has(name));
  const old = names.OLD_NAMES.some((name) => entries.has(name));
  if ((committing || movable) && old) throw malformed('names of two formats');
  if (committing) return committingMetadata(entries, movable);
  if (movable) throw malformed('a part of format V3 only');
  return old ? { where: 'object', metadata: oldMetadata(entries) } : { where: 'instruction file' };
}

/** Reads what an instruction file holds, together with what a committing object keeps itself. */
export function metadataOfFile(entries: StringMap, committed: CommittedPart | undefined): ContentMetadata {
  if (names.V3_ON_OBJECT.some((name) => entries.has(name))) throw new S3EncryptionError('InstructionFile', 'The instruction file holds what only the object itself may hold.');
  const old = names.OLD_NAMES.some((name) => entries.has(name));
  if (committed === undefined) {
    if (!old || names.V3_MOVABLE.some((name) => entries.has(name))) throw malformed('an instruction file of another format than its object');
    return oldMetadata(entries);
  }
  if (old) throw malformed('an instruction file of another format than its object');
  return { format: 'V3', ...committed, ...wrappedKeyOfV3(entries) };
}

function committingMetadata(entries: StringMap, movable: boolean): FoundMetadata {
  const suiteId = required(entries, names.V3_SUITE);
  if (suiteId !== String(committingGcm.id)) throw unsupported('content');
  const committed: CommittedPart = {
    suite: committingGcm,
    nonce: nonceOf(entries, names.V3_MESSAGE_ID, committingGcm),
    commitment: sizedBytes(entries, names.V3_COMMITMENT, COMMITMENT_SIZE),
  };
  if (!movable) return { where: 'instruction file', committed };
  return { where: 'object', metadata: { format: 'V3', ...committed, ...wrappedKeyOfV3(entries) } };
}

function wrappedKeyOfV3(entries: StringMap): Pick<ContentMetadata, 'encryptedDataKey' | 'wrapAlgorithm' | 'context'> {
  const wrapAlgorithm = v3Wraps.get(required(entries, names.V3_WRAP));
  if (wrapAlgorithm === undefined) throw unsupported('key wrap');
  const [used, unused] = wrapAlgorithm === 'kms+context' ? [names.V3_CONTEXT, names.V3_DESCRIPTION] : [names.V3_DESCRIPTION, names.V3_CONTEXT];
  if (entries.has(unused)) throw malformed(`${unused}, which does not belong to its key wrap`);
  return { encryptedDataKey: wrappedBytes(entries, names.V3_KEY), wrapAlgorithm, context: contextOf(entries, used) };
}

/** V1 and V2. They differ in the name of the key and in whether the algorithms are told. */
function oldMetadata(entries: StringMap): ContentMetadata {
  if (entries.has(names.V1_KEY) && entries.has(names.V2_KEY)) throw malformed('two wrapped keys');
  const metadata = entries.has(names.V1_KEY) ? v1(entries) : v2(entries);
  const length = entries.get(names.PLAINTEXT_LENGTH);
  if (length === undefined) return metadata;
  if (!/^\d{1,15}$/.test(length)) throw malformed(`an unreadable ${names.PLAINTEXT_LENGTH}`);
  return { ...metadata, plaintextLength: Number(length) };
}

function v1(entries: StringMap): ContentMetadata {
  for (const name of [names.CONTENT_ALGORITHM, names.WRAP_ALGORITHM, names.TAG_LENGTH]) if (entries.has(name)) throw malformed('names of two formats');
  required(entries, names.DESCRIPTION);
  const encryptedDataKey = wrappedBytes(entries, names.V1_KEY);
  const wrapAlgorithm = encryptedDataKey.length > V1_AES_KEY_SIZE_MAX ? 'RSA' : 'AES';
  return { format: 'V1', suite: legacyCbc, nonce: nonceOf(entries, names.IV, legacyCbc), encryptedDataKey, wrapAlgorithm, context: contextOf(entries, names.DESCRIPTION) };
}

function v2(entries: StringMap): ContentMetadata {
  const encryptedDataKey = wrappedBytes(entries, names.V2_KEY);
  const algorithm = required(entries, names.CONTENT_ALGORITHM);
  const suite = [plainGcm, legacyCbc].find(({ bindingText }) => bindingText === algorithm);
  const wrapAlgorithm = required(entries, names.WRAP_ALGORITHM);
  if (suite === undefined) throw unsupported('content');
  if (!v2Wraps.has(wrapAlgorithm)) throw unsupported('key wrap');
  const tagLength = entries.get(names.TAG_LENGTH);
  if (suite.authenticated && tagLength !== String(TAG_SIZE * 8)) throw malformed(`a ${names.TAG_LENGTH} other than ${TAG_SIZE * 8}`);
  return { format: 'V2', suite, nonce: nonceOf(entries, names.IV, suite), encryptedDataKey, wrapAlgorithm: wrapAlgorithm as WrapAlgorithm, context: contextOf(entries, names.DESCRIPTION) };
}

function contextOf(entries: StringMap, name: string): StringMap {
  const text = entries.get(name);
  if (text === undefined) return new Map();
  // ASCII came as it was written. Other text may have been changed on its way, and still be JSON.
  const context = (/^[\u0020-\u007e]*$/.test(text) ? fromJson(text) : undefined) ?? fromJson(decodedHeaderText(text));
  if (context === undefined) throw malformed(`an unreadable ${name}`);
  return context;
}

function nonceOf(entries: StringMap, name: string, suite: AlgorithmSuite): Uint8Array {
  const nonce = sizedBytes(entries, name, suite.nonceSize);
  if (allZero(nonce)) throw malformed(`an ${name} of zeros`);
  return nonce;
}

function wrappedBytes(entries: StringMap, name: string): Uint8Array {
  const bytes = fromBase64(required(entries, name));
  if (bytes === undefined || bytes.length === 0 || bytes.length > ENCRYPTED_DATA_KEY_SIZE_MAX) throw malformed(`an unreadable ${name}`);
  return bytes;
}

function sizedBytes(entries: StringMap, name: string, size: number): Uint8Array {
  const bytes = fromBase64(required(entries, name));
  if (bytes?.length !== size) throw malformed(`an ${name} that is not ${size} bytes`);
  return bytes;
}

function required(entries: StringMap, name: string): string {
  const value = entries.get(name);
  if (value === undefined) throw malformed(`no ${name}`);
  return value;
}

function malformed(what: string): S3EncryptionError {
  return new S3EncryptionError('MalformedMetadata', `The metadata of client-side encryption has ${what}: it was damaged or changed.`);
}

function unsupported(what: 'content' | 'key wrap'): S3EncryptionError {
  return new S3EncryptionError('UnsupportedAlgorithm', `The metadata names an algorithm of the ${what} that this client does not have.`);
}
