import type { GetObjectCommandInput } from '@aws-sdk/client-s3';

import { openContentKey } from '../content/content-key.js';
import { S3EncryptionError } from '../errors.js';
import { unverifiedRange } from '../node/open-range.js';
import { plaintextBody } from '../node/plaintext-body.js';
import { givenRange, invalidRange, parseRange, sealedRange } from '../range.js';
import { asking } from './call-options.js';
import { describedEncryption } from './client-side-encryption.js';
import { inPlaintextTerms, passedThrough, releasing, request, type GetObjectOptions, type GetObjectOutput, type Response } from './get-response.js';
import { readMetadata, type ReadMetadata } from './object-metadata.js';
import { received } from './received.js';
import type { Settings } from './settings.js';
import { entriesOf } from './user-metadata.js';

/**
 * Opens a range of an object, where the client was told to: its bytes come without a tag and are NOT VERIFIED. The reader's context, the data
 * key and its commitment are checked as ever. A range without a byte of plaintext is `InvalidRange`, also one that begins in the tag.
 */
export async function getRange(settings: Settings, input: GetObjectCommandInput, header: string, options: GetObjectOptions): Promise<GetObjectOutput> {
  if (!settings.enableUnauthenticatedRanges) throw new S3EncryptionError('LegacyDisabled', 'A range cannot be authenticated: set enableUnauthenticatedRanges to read one all the same.');
  const asked = parseRange(header);
  const response = await request(settings, { ...input, Range: sealedRange(asked) }, options).catch((error: unknown) => {
    throw (error as Error).name === 'InvalidRange' ? invalidRange(error) : error;
  });
  return releasing(response, async () => {
    const found = await readMetadata(settings, input, entriesOf(response.output.Metadata), options);
    if (found === undefined) return plainRange(settings, input, response, options);
    return openedRange(settings, response, asked, found, options);
  });
}

async function openedRange(settings: Settings, { output, sealed }: Response, asked: ReturnType<typeof parseRange>, { metadata }: ReadMetadata, options: GetObjectOptions): Promise<GetObjectOutput> {
  if (!metadata.suite.authenticated) throw new S3EncryptionError('UnsupportedAlgorithm', 'A range of an object that was encrypted with AES-CBC cannot be opened.');
  const { first, last, size } = givenRange(asked, output.ContentRange);
  const contentKey = await openContentKey(settings.keyring, { metadata, ...asking(options), ...(settings.legacy === undefined ? {} : { legacy: settings.legacy }) }, settings);
  const length = last - first + 1;
  const chunks = unverifiedRange(contentKey, cut(received(sealed, length, settings.young, options), length), first);
  return {
    ...inPlaintextTerms(output),
    ContentLength: length,
    ContentRange: `bytes ${first}-${last}/${size}`,
    Body: plaintextBody(chunks, async () => { contentKey.key.clear(); }),
    ClientSideEncryption: describedEncryption(metadata),
  };
}

/** The range was asked for as if there were a tag behind the object. Of a plain one it is asked for again, as the caller gave it. */
async function plainRange(settings: Settings, input: GetObjectCommandInput, response: Response, options: GetObjectOptions): Promise<GetObjectOutput> {
  if (options.plaintextObjects !== 'insecurePassThrough') return passedThrough(response, options);
  response.sealed.destroy?.();
  return passedThrough(await request(settings, input, options), options);
}

/** The first `length` bytes: what follows is the tag. Refuses with `UnexpectedAnswer` fewer. */
async function* cut(sealed: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let missing = length;
  for await (const chunk of sealed) {
    const taken = chunk.subarray(0, missing);
    missing -= taken.length;
    if (taken.length > 0) yield taken;
  }
  if (missing > 0) throw new S3EncryptionError('UnexpectedAnswer', 'The store gave fewer bytes than it announced.');
}
