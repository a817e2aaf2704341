import { HeadObjectCommand } from '@aws-sdk/client-s3';

import { checkReadable } from '../commitment-policy.js';
import { checkCommitment } from '../key-derivation.js';
import { S3EncryptionError } from '../errors.js';
import type { ContentMetadata } from '../format/content-metadata.js';
import { encodeMetadata } from '../format/encode-metadata.js';
import { checkedSuffix, INSTRUCTION_SUFFIX } from '../format/instruction-file.js';
import type { Keyring, UnwrapRequest } from '../keyrings/keyring.js';
import { sameStringMap } from '../string-map.js';
import { asking, sending } from './call-options.js';
import { instructionFileName, writeInstructionFile } from './instruction-files.js';
import { readMetadata, type MetadataOptions } from './object-metadata.js';
import type { Settings } from './settings.js';
import { entriesOf } from './user-metadata.js';

export interface ReEncryptInstructionFileInput {
  readonly Bucket: string;
  readonly Key: string;
  /** Wraps the data key from now on: a raw keyring with another materials description than the present one. */
  readonly newKeyring: Keyring;
  /** Writes a second file, for a second reader, and leaves the first. RSA only, as in AWS's clients. */
  readonly instructionFileSuffix?: string;
  /** Refuses if the present keyring opens what the new one wrapped: that would be no rotation. */
  readonly enforceRotation?: boolean;
}

export interface ReEncryptInstructionFileOutput {
  readonly Bucket: string;
  readonly Key: string;
  readonly InstructionFileSuffix: string;
  readonly EnforceRotation: boolean;
}

/**
 * Wraps the data key of an object anew, by its instruction file alone: the body and what it commits to stay as they are. Refuses with
 * `Rotation` what would leave things as they were, or what AWS's clients do not read.
 */
export async function reEncryptInstructionFile(settings: Settings, input: ReEncryptInstructionFileInput, options: MetadataOptions): Promise<ReEncryptInstructionFileOutput> {
  const suffix = checkedTarget(settings, input);
  const { Bucket, Key, newKeyring, enforceRotation = false } = input;
  const head = await settings.s3.send(new HeadObjectCommand({ Bucket, Key }), sending(options));
  const found = await readMetadata(settings, { Bucket, Key }, entriesOf(head.Metadata), options);
  if (found?.place !== 'instruction file') throw new S3EncryptionError('InstructionFile', 'The object has no instruction file that could be re-encrypted.');
  const metadata = await rewrapped(settings, found.metadata, newKeyring, options);
  if (enforceRotation) await checkRotated(settings, metadata, options);
  const { inFile } = encodeMetadata(metadata, 'instruction file');
  if (inFile === undefined) throw new TypeError('An instruction file holds something.');
  await writeInstructionFile(settings, instructionFileName({ Bucket, Key }, suffix), inFile, options);
  return { Bucket, Key, InstructionFileSuffix: suffix, EnforceRotation: enforceRotation };
}

function checkedTarget(settings: Settings, { newKeyring, instructionFileSuffix }: ReEncryptInstructionFileInput): string {
  if (settings.instructionFiles !== 'write') throw new S3EncryptionError('Configuration', 'Re-encrypting an instruction file writes one: set instructionFiles to "write".');
  if (settings.keyring.kind === 'kms' || newKeyring.kind === 'kms') throw new S3EncryptionError('Rotation', 'Instruction files are re-encrypted between raw keyrings. Of a KMS keyring, reWrapDataKey does what you need.');
  if (instructionFileSuffix === undefined) return INSTRUCTION_SUFFIX;
  if (newKeyring.kind !== 'rsa') throw new S3EncryptionError('Rotation', 'Only an RSA keyring may write an instruction file of another suffix.');
  return checkedSuffix(instructionFileSuffix);
}

async function rewrapped(settings: Settings, metadata: ContentMetadata, newKeyring: Keyring, options: MetadataOptions): Promise<ContentMetadata> {
  const { suite, commitment, nonce } = metadata;
  if (suite !== settings.suite) throw new S3EncryptionError('Rotation', `The object was encrypted with ${suite.name}, and the client is for ${settings.suite.name}.`);
  checkReadable(settings.commitmentPolicy, suite);
  const dataKey = await settings.keyring.unwrap(unwrapOf(settings, metadata, options));
  try {
    // A data key that is not the body's must not be given a new wrap that looks right.
    if (commitment !== undefined) await checkCommitment(dataKey, nonce, commitment);
    const { encryptedDataKey, wrapAlgorithm, context } = await newKeyring.wrap({ suite, ...asking(options), dataKey });
    if (sameStringMap(context, metadata.context)) throw new S3EncryptionError('Rotation', 'The new materials description must differ from the present one, or no reader knows which key to take.');
    return { ...metadata, encryptedDataKey, wrapAlgorithm, context };
  } finally {
    dataKey.clear();
  }
}

/** The present key must not open what the new one wrapped, whatever description stands beside it. */
async function checkRotated(settings: Settings, metadata: ContentMetadata, options: MetadataOptions): Promise<void> {
  const opened = await openedByMainKey(settings.keyring, unwrapOf(settings, metadata, options));
  if (opened) throw new S3EncryptionError('Rotation', 'The present key still opens the data key: the new keyring holds the same key.');
}

async function openedByMainKey(keyring: Keyring, request: UnwrapRequest): Promise<boolean> {
  const main = keyring.mainDescription;
  const metadata = main === undefined ? request.metadata : { ...request.metadata, context: main };
  try {
    (await keyring.unwrap({ ...request, metadata })).clear();
    return true;
  } catch (error) {
    if (error instanceof S3EncryptionError && ['KeyUnwrap', 'WrongKeyring'].includes(error.code)) return false;
    throw error;
  }
}

function unwrapOf(settings: Settings, metadata: ContentMetadata, options: MetadataOptions): UnwrapRequest {
  return { metadata, ...asking(options), ...(settings.legacy === undefined ? {} : { legacy: settings.legacy }) };
}
