import type { GetObjectCommandInput } from '@aws-sdk/client-s3';

import { S3EncryptionError } from '../errors.js';
import type { ContentMetadata } from '../format/content-metadata.js';
import { findMetadata, metadataOfFile } from '../format/decode-metadata.js';
import { checkedSuffix, INSTRUCTION_SUFFIX } from '../format/instruction-file.js';
import type { StringMap } from '../string-map.js';
import type { CallOptions } from './call-options.js';
import { instructionFileName, readInstructionFile } from './instruction-files.js';
import type { Settings } from './settings.js';

export interface MetadataOptions extends CallOptions {
  /** Another suffix than `.instruction`, under which somebody wrote a file for this reader. It is then read even if there is another one. */
  readonly instructionFileSuffix?: string;
}

export interface ReadMetadata {
  readonly metadata: ContentMetadata;
  readonly place: 'object' | 'instruction file';
}

/**
 * The metadata that opens an object, from itself or from its instruction file; undefined if it has none and no file, so that it was never
 * encrypted by a client. An object that commits to a key and has lost its file is an error and no plain object.
 */
export async function readMetadata(settings: Settings, input: Pick<GetObjectCommandInput, 'Bucket' | 'Key' | 'RequestPayer' | 'ExpectedBucketOwner'>, entries: StringMap, options: MetadataOptions): Promise<ReadMetadata | undefined> {
  const found = findMetadata(entries);
  if (found.where === 'object') return { metadata: found.metadata, place: 'object' };
  const { committed } = found;
  if (settings.instructionFiles === 'refuse') {
    if (committed === undefined) return undefined;
    throw new S3EncryptionError('InstructionFile', 'The object needs its instruction file, and this client reads none.');
  }
  const suffix = options.instructionFileSuffix === undefined ? INSTRUCTION_SUFFIX : checkedSuffix(options.instructionFileSuffix);
  const file = await readInstructionFile(settings, instructionFileName({ Bucket: input.Bucket, Key: input.Key }, suffix), options, input);
  if (file !== undefined) return { metadata: metadataOfFile(file, committed), place: 'instruction file' };
  if (committed === undefined && options.instructionFileSuffix === undefined) return undefined;
  throw new S3EncryptionError('InstructionFile', 'The instruction file of the object is missing.');
}
