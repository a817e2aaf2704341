import { StorageError } from '../errors/storage-error.js';
import type { ObjectMetadata } from '../objects/commands.js';

import { header, type S3Request } from './request.js';

/** Names and values of user metadata together, in bytes. */
export const USER_METADATA_SIZE_MAX = 2_048;

const PREFIX = 'x-amz-meta-';
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';
const KEPT = ['cache-control', 'content-disposition', 'content-language', 'expires'];

/** The headers that are kept with an object and given back as they came. Throws MetadataTooLarge. */
export function parseMetadata(request: S3Request): ObjectMetadata {
  const headers = new Map<string, string>([['content-type', header(request, 'content-type') || DEFAULT_CONTENT_TYPE]]);
  for (const name of KEPT) {
    const value = header(request, name);
    if (value !== undefined && value !== '') headers.set(name, value);
  }
  const encoding = contentEncoding(request);
  if (encoding !== '') headers.set('content-encoding', encoding);
  return { headers, user: userMetadata(request) };
}

/** Content-Encoding without `aws-chunked`, which is how the body travelled and not what it is. */
function contentEncoding(request: S3Request): string {
  const value = header(request, 'content-encoding') ?? '';
  if (!value.includes('aws-chunked')) return value;
  return value.split(',').map((token) => token.trim()).filter((token) => token !== 'aws-chunked' && token !== '').join(',');
}

/** Values are Latin-1, one character a byte, as node:http reads and writes them: bytes come back as they were sent. */
function userMetadata(request: S3Request): ReadonlyMap<string, string> {
  const user = new Map<string, string>();
  let size = 0;
  for (const name in request.headers) {
    if (!name.startsWith(PREFIX)) continue;
    const value = header(request, name) ?? '';
    user.set(name.slice(PREFIX.length), value);
    size += name.length - PREFIX.length + value.length;
  }
  if (size <= USER_METADATA_SIZE_MAX) return user;
  throw new StorageError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
    details: { Size: String(size), MaxSizeAllowed: String(USER_METADATA_SIZE_MAX) },
  });
}
