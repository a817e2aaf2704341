import { digesting } from '../digest/digesting.js';
import { StorageError } from '../errors/storage-error.js';

import type { Call } from './call.js';
import { parseExpectations } from './checksum-headers.js';

/** The largest XML document that is read, twice what 1,000 keys to delete or 10,000 parts to complete take as SDKs write them. */
export const XML_SIZE_MAX = 4 * 1_048_576;

/** The whole body of a request that carries a document, checked against its digests. Throws MaxMessageLengthExceeded, BadDigest. */
export async function readSmallBody(call: Call, needsDigest = false): Promise<Buffer> {
  const expectations = parseExpectations(call.request, call.body.trailers);
  if (needsDigest && expectations.contentMd5 === undefined && expectations.checksum === undefined) {
    throw new StorageError('InvalidRequest', 'Missing required header for this request: Content-MD5');
  }
  return collect(call, expectations);
}

/** The same where `x-amz-checksum-*` speaks of something else than this body, as on CompleteMultipartUpload. */
export async function readDocument(call: Call): Promise<Buffer> {
  return collect(call, {});
}

async function collect(call: Call, expectations: ReturnType<typeof parseExpectations>): Promise<Buffer> {
  const length = call.body.length;
  if (length !== undefined && length > XML_SIZE_MAX) throw tooLong();
  const digested = digesting(call.body.stream, { ...expectations, wantMd5: false, ...(length !== undefined && { length }) });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of digested.body) {
    size += chunk.length;
    if (size > XML_SIZE_MAX) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function tooLong(): StorageError {
  return new StorageError('MaxMessageLengthExceeded', 'Your request was too big.', { details: { MaxMessageLengthBytes: String(XML_SIZE_MAX) } });
}
