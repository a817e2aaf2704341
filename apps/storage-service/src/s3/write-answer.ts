import type { PutResult } from '../objects/commands.js';

import { pushChecksum } from './checksum-headers.js';
import { pushEncryption } from './encryption-headers.js';
import type { S3Request } from './request.js';

/** What PutObject and UploadPart say. `request`: the one that brought an encryption context, which goes back with the answer. */
export function writeHeaders(result: PutResult, request?: S3Request): string[] {
  const headers = ['ETag', `"${result.etag}"`];
  if (result.versionId !== undefined) headers.push('x-amz-version-id', result.versionId);
  pushEncryption(headers, result.encryption, request);
  pushChecksum(headers, result.checksum);
  return headers;
}
