import { StorageError } from '../errors/storage-error.js';
import type { ObjectName } from '../engine/object-index.js';
import { parseVersionId } from '../objects/version-id.js';

import { checkBucketName } from './bucket-name.js';
import { notImplemented } from './not-implemented.js';
import { checkKey } from './target.js';

/**
 * `x-amz-copy-source`: `bucket/key`, percent-encoded, with or without a slash in front; `+` is a space, as S3 reads it. `?versionId=`
 * may name a version. Access points are refused.
 */
export function parseCopySource(text: string): { readonly name: ObjectName; readonly versionId: string | undefined } {
  if (text.startsWith('arn:')) throw notImplemented('access points as copy source', { Header: 'x-amz-copy-source' });
  const question = text.indexOf('?versionId=');
  const source = decodeSource(question < 0 ? text : text.slice(0, question));
  const path = source.startsWith('/') ? source.slice(1) : source;
  const slash = path.indexOf('/');
  if (slash < 1 || slash === path.length - 1) throw invalidSource(text);
  const versionId = question < 0 ? undefined : text.slice(question + '?versionId='.length);
  if (versionId !== undefined) parseVersionId(versionId);
  const name = { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
  checkBucketName(name.bucket);
  checkKey(name.key);
  return { name, versionId };
}

function decodeSource(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidSource(text);
  }
}

function invalidSource(text: string): StorageError {
  return new StorageError('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey', {
    details: { ArgumentName: 'x-amz-copy-source', ArgumentValue: text },
  });
}

const SOURCE_RANGE = /^bytes=(\d{1,15})-(\d{1,15})$/;

/** `x-amz-copy-source-range`: only `bytes=first-last`. */
export function parseCopySourceRange(text: string): { readonly first: number; readonly last: number } {
  const match = SOURCE_RANGE.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (match !== null && first <= last) return { first, last };
  throw new StorageError('InvalidArgument', 'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy', {
    details: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: text },
  });
}
