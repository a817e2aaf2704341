import { GetObjectCommand, type GetObjectCommandInput, type GetObjectCommandOutput } from '@aws-sdk/client-s3';

import { BLOCK_SIZE, TAG_SIZE } from '../algorithm-suite.js';
import { openContentKey } from '../content/content-key.js';
import { notAuthentic, S3EncryptionError } from '../errors.js';
import type { ContentMetadata } from '../format/content-metadata.js';
import { unverifiedPlaintext } from '../node/open-body.js';
import { plaintextBody, type PlaintextBody } from '../node/plaintext-body.js';
import { verifiedBody } from '../node/verified-body.js';
import { asking, sending, type TransferOptions } from './call-options.js';
import { describedEncryption, type ClientSideEncryption } from './client-side-encryption.js';
import { getRange } from './get-range.js';
import { readMetadata, type MetadataOptions } from './object-metadata.js';
import { received } from './received.js';
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

/**
 * Opens an object. By default the promise resolves when the whole body has proved authentic, and refuses otherwise, so nothing that follows
 * ever sees a byte that is not. With delayed authentication it resolves as soon as the key is right, and the body ends with an error if
 * it was not authentic.
 */
export async function getObject(settings: Settings, input: GetObjectCommandInput, options: GetObjectOptions): Promise<GetObjectOutput> {
  if (input.PartNumber !== undefined) throw new S3EncryptionError('InvalidArgument', 'A part of an encrypted object cannot be opened alone.');
  if (input.Range !== undefined) return getRange(settings, input, input.Range, options);
  const response = await request(settings, input, options);
  return releasing(response, async () => {
    const { output } = response;
    if (output.ContentRange !== undefined) throw new S3EncryptionError('UnexpectedAnswer', 'The store answered with a range that nobody asked for.');
    const found = await readMetadata(settings, input, entriesOf(output.Metadata), options);
    if (found === undefined) return passedThrough(response, options);
    return opened(settings, response, found.metadata, options);
  });
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

async function opened(settings: Settings, { output, sealed }: Response, metadata: ContentMetadata, options: GetObjectOptions): Promise<GetObjectOutput> {
  const sealedLength = output.ContentLength;
  if (sealedLength === undefined) throw new S3EncryptionError('UnexpectedAnswer', 'The store did not tell the length of the object.');
  const sizeMax = plaintextSizeMax(metadata, sealedLength);
  const contentKey = await openContentKey(settings.keyring, { metadata, ...asking(options), ...(settings.legacy === undefined ? {} : { legacy: settings.legacy }) }, settings);
  try {
    const unverified = unverifiedPlaintext(contentKey, received(sealed, sizeMax, options), sealedLength);
    const delayed = settings.enableDelayedAuthentication;
    const { body, length } = delayed ? { body: plaintextBody(unverified, async () => { contentKey.key.clear(); }), length: metadata.suite.authenticated ? sizeMax : undefined } : await verifiedBody(unverified, sizeMax, settings);
    return { ...inPlaintextTerms(output), ContentLength: length, Body: body, ClientSideEncryption: describedEncryption(metadata) };
  } catch (error) {
    contentKey.key.clear();
    throw error;
  }
}

/** The plaintext's length; of CBC, whose padding only the end tells, the most that it can be. Refuses what is too short or told otherwise. */
export function plaintextSizeMax({ suite, plaintextLength }: ContentMetadata, sealedLength: number): number {
  if (!suite.authenticated) {
    if (sealedLength < BLOCK_SIZE || sealedLength % BLOCK_SIZE !== 0) throw notAuthentic();
    return sealedLength - 1;
  }
  const size = sealedLength - TAG_SIZE;
  if (size < 0) throw notAuthentic();
  if (plaintextLength !== undefined && plaintextLength !== size) throw new S3EncryptionError('MalformedMetadata', 'The metadata tells another length than the body has.');
  return size;
}

/** Without what only the store knows, and with the user's metadata alone. */
export function inPlaintextTerms(output: GetObjectCommandOutput): Omit<GetObjectCommandOutput, 'Body'> {
  const { Body: _, ...rest } = output;
  return { ...rest, Metadata: ownMetadata(entriesOf(output.Metadata)) };
}
