import { GetObjectCommand, type GetObjectCommandInput, type GetObjectCommandOutput } from '@aws-sdk/client-s3';

import { S3EncryptionError } from '../errors.js';
import { plaintextBody, type PlaintextBody } from '../node/plaintext-body.js';
import { sending, type TransferOptions } from './call-options.js';
import type { ClientSideEncryption } from './client-side-encryption.js';
import type { MetadataOptions } from './object-metadata.js';
import type { Settings } from './settings.js';
import { entriesOf, ownMetadata } from './user-metadata.js';

export interface GetObjectOptions extends TransferOptions, MetadataOptions {
  /** What to do with an object that no client encrypted. Nothing tells such a one from one whose metadata somebody removed. */
  readonly plaintextObjects?: 'refuse' | 'insecurePassThrough';
}

/** S3's own output, in terms of the plaintext: body, length, range, and the user's own metadata. ETag and checksums are the ciphertext's. */
export interface GetObjectOutput extends Omit<GetObjectCommandOutput, 'Body'> {
  readonly Body: PlaintextBody;
  /** How the object was encrypted; absent if it was not. */
  readonly ClientSideEncryption?: ClientSideEncryption;
}

/** A response before its body is read. */
export interface Response {
  readonly output: GetObjectCommandOutput;
  readonly sealed: AsyncIterable<Uint8Array> & { destroy?: () => void };
}

export async function request({ s3 }: Settings, input: GetObjectCommandInput, options: TransferOptions): Promise<Response> {
  const output = await s3.send(new GetObjectCommand(input), sending(options));
  return { output, sealed: (output.Body ?? []) as AsyncIterable<Uint8Array> };
}

/** Lets go of a body that is not going to be read, so that its connection is free again. */
export async function releasing<T>({ sealed }: Response, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    sealed.destroy?.();
    throw error;
  }
}

export function passedThrough({ output, sealed }: Response, { plaintextObjects = 'refuse' }: GetObjectOptions): GetObjectOutput {
  if (plaintextObjects === 'refuse') throw new S3EncryptionError('NotEncrypted', 'The object was not encrypted by a client: it has no metadata of client-side encryption and no instruction file.');
  return { ...output, Body: plaintextBody(chunksOf(sealed)) };
}

async function* chunksOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* stream;
}

/** Without what only the store knows, and with the user's metadata alone. */
export function inPlaintextTerms(output: GetObjectCommandOutput): Omit<GetObjectCommandOutput, 'Body'> {
  const { Body: _, ...rest } = output;
  return { ...rest, Metadata: ownMetadata(entriesOf(output.Metadata)) };
}
