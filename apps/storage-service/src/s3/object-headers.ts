import { StorageError } from '../errors/storage-error.js';
import type { ObjectHead } from '../objects/commands.js';

import { pushChecksum } from './checksum-headers.js';
import { pushEncryption } from './encryption-headers.js';
import { formatHttpDate } from './http-date.js';
import type { S3Request } from './request.js';

/** Query parameters that replace headers of an answer. Every request is signed, and so are they. */
const overrides: readonly (readonly [string, string])[] = [
  ['response-cache-control', 'cache-control'],
  ['response-content-disposition', 'content-disposition'],
  ['response-content-encoding', 'content-encoding'],
  ['response-content-language', 'content-language'],
  ['response-content-type', 'content-type'],
  ['response-expires', 'expires'],
];

/** What GET and HEAD say of an object. `partial`: only a part is given, and the checksum of the whole would be taken for the part's. */
export function objectHeaders(request: S3Request, head: ObjectHead, partial: boolean): string[] {
  const headers = ['ETag', `"${head.etag}"`, 'Last-Modified', formatHttpDate(head.modified), 'Accept-Ranges', 'bytes'];
  pushStoredHeaders(headers, request, head);
  for (const [name, value] of head.metadata.user) headers.push(`x-amz-meta-${name}`, value);
  if (head.tags !== undefined) headers.push('x-amz-tagging-count', String(head.tags.size));
  pushEncryption(headers, head.encryption);
  if (!partial) pushChecksum(headers, head.checksum);
  return headers;
}

/** What a 304 says: only what a cache needs to keep its copy. */
export function notModifiedHeaders(head: ObjectHead): string[] {
  const headers = ['ETag', `"${head.etag}"`, 'Last-Modified', formatHttpDate(head.modified)];
  for (const name of ['cache-control', 'expires']) {
    const value = head.metadata.headers.get(name);
    if (value !== undefined) headers.push(name, value);
  }
  return headers;
}

function pushStoredHeaders(headers: string[], request: S3Request, head: ObjectHead): void {
  if (request.query.size === 0) {
    for (const [name, value] of head.metadata.headers) headers.push(name, value);
    return;
  }
  const stored = new Map(head.metadata.headers);
  for (const [parameter, name] of overrides) {
    const value = request.query.get(parameter);
    if (value !== undefined) stored.set(name, checkedHeaderValue(parameter, value));
  }
  for (const [name, value] of stored) headers.push(name, value);
}

/** A line break in a header would begin another; what has no place in Latin-1 cannot be sent at all. */
function checkedHeaderValue(parameter: string, value: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value;
  throw new StorageError('InvalidArgument', 'Header value cannot be represented using ISO-8859-1.', {
    details: { ArgumentName: parameter, ArgumentValue: value },
  });
}
