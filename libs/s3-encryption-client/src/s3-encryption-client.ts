import type {
  DeleteObjectCommandInput, DeleteObjectCommandOutput, DeleteObjectsCommandInput, DeleteObjectsCommandOutput, GetObjectCommandInput, HeadObjectCommandInput,
  PutObjectCommandOutput,
} from '@aws-sdk/client-s3';

import type { CallOptions, TransferOptions } from './objects/call-options.js';
import { deleteObject, deleteObjects } from './objects/delete-objects.js';
import { getObject } from './objects/get-object.js';
import type { GetObjectOptions, GetObjectOutput } from './objects/get-response.js';
import { headObject, type HeadObjectOutput } from './objects/head-object.js';
import type { MetadataOptions } from './objects/object-metadata.js';
import type { PutObjectInput } from './objects/put-input.js';
import { putObject } from './objects/put-object.js';
import { reEncryptInstructionFile, type ReEncryptInstructionFileInput, type ReEncryptInstructionFileOutput } from './objects/re-encrypt-instruction-file.js';
import { reWrapDataKey, type ReWrapDataKeyInput, type ReWrapDataKeyOutput } from './objects/re-wrap-data-key.js';
import { settingsOf, type S3EncryptionClientOptions, type Settings } from './objects/settings.js';

/**
 * An S3 client whose objects are sealed before they leave the process and opened after they come back, in the formats of AWS's Amazon S3
 * Encryption Clients. Each call takes S3's own input and, second, what encryption needs to know. What it refuses is an `S3EncryptionError`; what
 * S3 refuses is the SDK's error, unchanged.
 */
export class S3EncryptionClient {
  readonly #settings: Settings;

  /** Refuses with `Configuration` options that contradict each other. */
  constructor(options: S3EncryptionClientOptions) {
    this.#settings = settingsOf(options);
  }

  /** Seals a body of any kind and length and stores it; in parts if it is long. */
  putObject(input: PutObjectInput, options: TransferOptions = {}): Promise<PutObjectCommandOutput> {
    return putObject(this.#settings, input, options);
  }

  /** Opens an object. By default the promise resolves only if the whole of it is authentic. Read the body to its end, or destroy it. */
  getObject(input: GetObjectCommandInput, options: GetObjectOptions = {}): Promise<GetObjectOutput> {
    return getObject(this.#settings, input, options);
  }

  /** What S3 tells of an object, with the length of the plaintext. */
  headObject(input: HeadObjectCommandInput, options: MetadataOptions = {}): Promise<HeadObjectOutput> {
    return headObject(this.#settings, input, options);
  }

  /** Deletes an object and its instruction file. */
  deleteObject(input: DeleteObjectCommandInput, options: CallOptions = {}): Promise<DeleteObjectCommandOutput> {
    return deleteObject(this.#settings, input, options);
  }

  /** Deletes objects and their instruction files. */
  deleteObjects(input: DeleteObjectsCommandInput, options: CallOptions = {}): Promise<DeleteObjectsCommandOutput> {
    return deleteObjects(this.#settings, input, options);
  }

  /** Gives an object's data key to another raw key, by its instruction file alone. */
  reEncryptInstructionFile(input: ReEncryptInstructionFileInput, options: MetadataOptions = {}): Promise<ReEncryptInstructionFileOutput> {
    return reEncryptInstructionFile(this.#settings, input, options);
  }

  /** Gives an object's data key to another KMS key, by its metadata alone. */
  reWrapDataKey(input: ReWrapDataKeyInput, options: MetadataOptions = {}): Promise<ReWrapDataKeyOutput> {
    return reWrapDataKey(this.#settings, input, options);
  }
}
