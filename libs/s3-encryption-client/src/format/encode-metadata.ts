import { TAG_SIZE } from '../algorithm-suite.js';
import { toBase64 } from '../bytes.js';
import { S3EncryptionError } from '../errors.js';
import { toJson, type StringMap } from '../string-map.js';
import { isKmsWrap, type ContentMetadata, type WrapAlgorithm } from './content-metadata.js';
import * as names from './metadata-names.js';

/** What S3 keeps beside an object: 2 KB of user metadata, names and values together. */
export const METADATA_SIZE_MAX = 2_048;

const v3Wraps: ReadonlyMap<WrapAlgorithm, string> = new Map([['AES/GCM', '02'], ['kms+context', '12'], ['RSA-OAEP-SHA1', '22']]);

export interface EncodedMetadata {
  /** User metadata of the object. */
  readonly onObject: StringMap;
  /** What belongs in the instruction file; absent where there is none. */
  readonly inFile?: StringMap;
}

/**
 * The metadata to write, V3 of a committing suite and V2 of the other. With an instruction file V2 moves there whole; of V3 the suite, the
 * message id and the commitment stay, so that a file which is replaced is found out.
 */
export function encodeMetadata(metadata: ContentMetadata, place: 'object' | 'instruction file'): EncodedMetadata {
  const [kept, movable] = metadata.suite.committing ? v3(metadata) : [[], v2(metadata)];
  if (place === 'instruction file') return { onObject: new Map(kept), inFile: new Map(movable) };
  const onObject = new Map([...kept, ...movable]);
  checkSize(onObject);
  return { onObject };
}

function v2(metadata: ContentMetadata): [string, string][] {
  return [
    [names.V2_KEY, toBase64(metadata.encryptedDataKey)],
    [names.IV, toBase64(metadata.nonce)],
    [names.CONTENT_ALGORITHM, metadata.suite.bindingText],
    [names.WRAP_ALGORITHM, metadata.wrapAlgorithm],
    [names.TAG_LENGTH, String(TAG_SIZE * 8)],
    [names.DESCRIPTION, toJson(metadata.context)],
  ];
}

function v3(metadata: ContentMetadata): [[string, string][], [string, string][]] {
  const wrap = v3Wraps.get(metadata.wrapAlgorithm);
  if (wrap === undefined || metadata.commitment === undefined) throw new S3EncryptionError('Configuration', `A key wrapped with ${metadata.wrapAlgorithm} cannot be written in format V3.`);
  const contextName = isKmsWrap(metadata.wrapAlgorithm) ? names.V3_CONTEXT : names.V3_DESCRIPTION;
  const context: [string, string][] = metadata.context.size === 0 ? [] : [[contextName, toJson(metadata.context)]];
  return [
    [[names.V3_SUITE, String(metadata.suite.id)], [names.V3_COMMITMENT, toBase64(metadata.commitment)], [names.V3_MESSAGE_ID, toBase64(metadata.nonce)]],
    [[names.V3_KEY, toBase64(metadata.encryptedDataKey)], [names.V3_WRAP, wrap], ...context],
  ];
}

function checkSize(onObject: StringMap): void {
  let size = 0;
  for (const [name, value] of onObject) size += name.length + value.length;
  if (size > METADATA_SIZE_MAX) {
    throw new S3EncryptionError('TooLarge', `The encryption context or materials description makes ${size} bytes of metadata, and S3 keeps ${METADATA_SIZE_MAX}: shorten it or write instruction files.`);
  }
}
