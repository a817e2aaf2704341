import { PutObjectCommand, type PutObjectCommandOutput } from '@aws-sdk/client-s3';

import { TAG_SIZE } from '../algorithm-suite.js';
import { freshContentKey } from '../content/content-key.js';
import { encodeMetadata } from '../format/encode-metadata.js';
import { bodySource } from '../node/body-source.js';
import { sealBody } from '../node/seal-body.js';
import { asking, sending, type TransferOptions } from './call-options.js';
import { multipartPut } from './multipart-put.js';
import { PartBuffers } from './part-buffers.js';
import { partsOf, type Part } from './parts.js';
import { checkPutInput, type PutObjectInput } from './put-input.js';
import { writeFile, type SealedPut } from './sealed-put.js';
import type { Settings } from './settings.js';
import { entriesOf } from './user-metadata.js';

/**
 * Seals a body under a fresh data key and stores it. What fits in one part goes in one request, the rest in a multipart upload whose parts
 * are sealed in order and sent several at once. Each is kept until the store has it, so that a retry sends the same bytes; nothing is ever
 * sealed again under the same key.
 */
export async function putObject(settings: Settings, input: PutObjectInput, options: TransferOptions): Promise<PutObjectCommandOutput> {
  checkPutInput(input);
  const { Body, ContentLength, ...rest } = input;
  const source = bodySource(Body, ContentLength);
  const { contentKey, metadata } = await freshContentKey(settings.keyring, { suite: settings.suite, ...asking(options) });
  try {
    const encoded = encodeMetadata(metadata, settings.instructionFiles === 'write' ? 'instruction file' : 'object');
    const put: SealedPut = {
      input: { ...rest, Metadata: { ...Object.fromEntries(entriesOf(input.Metadata)), ...Object.fromEntries(encoded.onObject) } },
      encoded,
      ...(source.length === undefined ? {} : { plaintextLength: source.length }),
    };
    const buffers = partBuffers(settings, source.length);
    const parts = partsOf(sealBody(contentKey, source.chunks, settings.young), buffers);
    try {
      return await sent(settings, put, parts, buffers, options);
    } finally {
      // Lets go of the caller's stream, wherever in it an error came.
      await parts.return(undefined);
    }
  } finally {
    contentKey.key.clear();
  }
}

async function sent(settings: Settings, put: SealedPut, parts: AsyncGenerator<Part>, buffers: PartBuffers, options: TransferOptions): Promise<PutObjectCommandOutput> {
  const first = await parts.next();
  if (first.done === true) throw new TypeError('A sealed body has at least its tag.');
  if (!first.value.last) return multipartPut(settings, put, { first: first.value, rest: parts, buffers }, options);
  await writeFile(settings, put, options);
  const { bytes } = first.value;
  const output = await settings.s3.send(new PutObjectCommand({ ...put.input, Body: bytes, ContentLength: bytes.length }), sending(options));
  const total = bytes.length - TAG_SIZE;
  options.onProgress?.({ loaded: total, total });
  return output;
}

function partBuffers({ partSize, queueSize }: Settings, length: number | undefined): PartBuffers {
  const sealedLength = length === undefined ? partSize : length + TAG_SIZE;
  return new PartBuffers(Math.min(partSize, sealedLength), queueSize + 1);
}
