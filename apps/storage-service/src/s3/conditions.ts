import { StorageError } from '../errors/storage-error.js';
import type { Admit, ObjectHead } from '../objects/commands.js';

import { parseHttpDate } from './http-date.js';
import { notImplemented } from './not-implemented.js';
import { header, type S3Request } from './request.js';

/** The four conditions of RFC 9110 section 13 that S3 knows, as they were sent. */
export interface Conditions {
  readonly match?: string;
  readonly noneMatch?: string;
  readonly modifiedSince?: string;
  readonly unmodifiedSince?: string;
  /** Before each header's name in errors: `x-amz-copy-source-` for the source of a copy. */
  readonly prefix: string;
}

function namesWith(prefix: string): { readonly match: string; readonly noneMatch: string; readonly modifiedSince: string; readonly unmodifiedSince: string } {
  return {
    match: `${prefix}if-match`, noneMatch: `${prefix}if-none-match`,
    modifiedSince: `${prefix}if-modified-since`, unmodifiedSince: `${prefix}if-unmodified-since`,
  };
}

/** Joined once: a name that is put together for each request is looked for in the table of all strings first. */
const plainNames = namesWith('');

/** Undefined if there are none. `prefix` is in lower case. */
export function parseConditions(request: S3Request, prefix = ''): Conditions | undefined {
  const names = prefix === '' ? plainNames : namesWith(prefix);
  const match = header(request, names.match);
  const noneMatch = header(request, names.noneMatch);
  const modifiedSince = header(request, names.modifiedSince);
  const unmodifiedSince = header(request, names.unmodifiedSince);
  if (match === undefined && noneMatch === undefined && modifiedSince === undefined && unmodifiedSince === undefined) return undefined;
  return {
    prefix,
    ...(match !== undefined && { match }), ...(noneMatch !== undefined && { noneMatch }),
    ...(modifiedSince !== undefined && { modifiedSince }), ...(unmodifiedSince !== undefined && { unmodifiedSince }),
  };
}

/**
 * Throws PreconditionFailed or NotModified, by the order of RFC 9110 section 13.2.2: a date is looked at only where its ETag sibling is
 * absent. A copy has no 304: what would be one fails.
 */
export function checkConditions(conditions: Conditions, head: Pick<ObjectHead, 'etag' | 'modified'>): void {
  // Dates in HTTP have whole seconds, so what is compared must have too.
  const modified = Math.floor(head.modified.getTime() / 1000) * 1000;
  if (conditions.match !== undefined) {
    if (!matches(conditions.match, head.etag)) throw failed(conditions, 'If-Match');
  } else if (conditions.unmodifiedSince !== undefined) {
    const since = parseHttpDate(conditions.unmodifiedSince);
    if (since !== undefined && modified > since) throw failed(conditions, 'If-Unmodified-Since');
  }
  if (conditions.noneMatch !== undefined) {
    if (matches(conditions.noneMatch, head.etag)) throw unchanged(conditions, 'If-None-Match');
  } else if (conditions.modifiedSince !== undefined) {
    const since = parseHttpDate(conditions.modifiedSince);
    if (since !== undefined && modified <= since) throw unchanged(conditions, 'If-Modified-Since');
  }
}

function unchanged(conditions: Conditions, name: string): StorageError {
  return conditions.prefix === '' ? new StorageError('NotModified', 'Not Modified') : failed(conditions, name);
}

function failed(conditions: Conditions, name: string): StorageError {
  return preconditionFailed(conditions.prefix + name);
}

function preconditionFailed(condition: string): StorageError {
  return new StorageError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { details: { Condition: condition } });
}

/** Whether a list of entity tags, with or without quotes and weakness, holds the ETag or is `*`. */
export function matches(list: string, etag: string): boolean {
  return list.split(',').some((item) => {
    const tag = item.trim();
    return tag === '*' || bareEtag(tag) === etag;
  });
}

/** An entity tag without quotes and weakness. */
export function bareEtag(tag: string): string {
  return tag.replace(/^(?:W\/)?"?|"$/g, '');
}

/** Sees the object that a write would replace; throws to refuse. */
export type AdmitWrite = (current: { readonly etag: string } | undefined) => void;

/**
 * If-Match and If-None-Match of a write. As on AWS, If-None-Match takes only `*` (create, never replace), If-Match only an ETag (replace
 * just that), and not both. Undefined if there is neither.
 */
export function parseWriteConditions(request: S3Request): AdmitWrite | undefined {
  const match = header(request, 'if-match');
  const noneMatch = header(request, 'if-none-match');
  if (match === undefined && noneMatch === undefined) return undefined;
  if (match !== undefined && noneMatch !== undefined) throw notImplemented('If-Match together with If-None-Match', { Header: 'If-Match,If-None-Match' });
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match on a write with anything but *', { Header: 'If-None-Match' });
  if (match === '*') throw notImplemented('If-Match on a write with *', { Header: 'If-Match' });
  return match === undefined ? admitNew : (current) => { admitReplacement(match, current); };
}

function admitNew(current: { readonly etag: string } | undefined): void {
  if (current !== undefined) throw preconditionFailed('If-None-Match');
}

function admitReplacement(match: string, current: { readonly etag: string } | undefined): void {
  if (current === undefined) throw new StorageError('NoSuchKey', 'The specified key does not exist.');
  if (!matches(match, current.etag)) throw preconditionFailed('If-Match');
}

export const admitAll: Admit = () => undefined;
