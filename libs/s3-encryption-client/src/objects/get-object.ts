import type { GetObjectCommandInput } from '@aws-sdk/client-s3';

import { openContentKey } from '../content/content-key.js';
import { S3EncryptionError } from '../errors.js';
import type { ContentMetadata } from '../format/content-metadata.js';
import { unverifiedOpening } from '../node/open-body.js';
import { plaintextBody } from '../node/plaintext-body.js';
import { verifiedBody } from '../node/verified-body.js';
import { asking } from './call-options.js';
import { describedEncryption } from './client-side-encryption.js';
import { getRange } from './get-range.js';
import { inPlaintextTerms, passedThrough, releasing, request, type GetObjectOptions, type GetObjectOutput, type Response } from './get-response.js';
import { readMetadata } from './object-metadata.js';
import { plaintextSizeMax } from './plaintext-size.js';
import { received } from './received.js';
import type { Settings } from './settings.js';
import { entriesOf } from './user-metadata.js';

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

async function opened(settings: Settings, { output, sealed }: Response, metadata: ContentMetadata, options: GetObjectOptions): Promise<GetObjectOutput> {
  const sealedLength = output.ContentLength;
  if (sealedLength === undefined) throw new S3EncryptionError('UnexpectedAnswer', 'The store did not tell the length of the object.');
  const sizeMax = plaintextSizeMax(metadata, sealedLength);
  const contentKey = await openContentKey(settings.keyring, { metadata, ...asking(options), ...(settings.legacy === undefined ? {} : { legacy: settings.legacy }) }, settings);
  try {
    const open = unverifiedOpening(contentKey, sealedLength);
    const arriving = received(sealed, sizeMax, settings.young, options);
    const delayed = settings.enableDelayedAuthentication;
    const { body, length } = delayed ? { body: plaintextBody(open(arriving)), length: metadata.suite.authenticated ? sizeMax : undefined } : await verifiedBody(open, arriving, sizeMax, settings);
    return { ...inPlaintextTerms(output), ContentLength: length, Body: body, ClientSideEncryption: describedEncryption(metadata) };
  } catch (error) {
    contentKey.key.clear();
    throw error;
  }
}
