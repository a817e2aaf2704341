import { TAG_SIZE } from './algorithm-suite.js';
import { S3EncryptionError } from './errors.js';

/** One range of a Range header (RFC 9110, section 14.1.2), in bytes of plaintext. */
export type AskedRange =
  | { readonly first: number; readonly last?: number }
  | { readonly suffix: number };

/** What of the plaintext is given, both ends included. */
export interface GivenRange {
  readonly first: number;
  readonly last: number;
  /** Length of the whole plaintext. */
  readonly size: number;
}

/** Refuses with `InvalidArgument` what is not exactly one range of bytes: S3 would answer it with the whole object, which was not asked for. */
export function parseRange(header: string): AskedRange {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header) ?? [];
  const backwards = first !== '' && last !== '' && Number(first) > Number(last);
  if (first === undefined || last === undefined || (first === '' && last === '') || backwards) {
    throw new S3EncryptionError('InvalidArgument', 'A range must be one of bytes=a-b, bytes=a- and bytes=-n.');
  }
  if (first === '') return { suffix: Number(last) };
  return { first: Number(first), ...(last === '' ? {} : { last: Number(last) }) };
}

/**
 * The Range to ask the store for. Ciphertext lies where its plaintext does, and the tag after it: a suffix is longer by the tag, the others
 * are the same. Refuses with `InvalidRange` a suffix of nothing.
 */
export function sealedRange(asked: AskedRange): string {
  if (!('suffix' in asked)) return `bytes=${asked.first}-${asked.last ?? ''}`;
  if (asked.suffix === 0) throw invalidRange();
  return `bytes=-${asked.suffix + TAG_SIZE}`;
}

/**
 * What the store gave, in terms of plaintext: its Content-Range without the tag. Refuses with `InvalidRange` a range that holds no plaintext,
 * and with `UnexpectedAnswer` an answer that is not the range that was asked for.
 */
export function givenRange(asked: AskedRange, contentRange: string | undefined): GivenRange {
  const [, from, to, total] = (/^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(contentRange ?? '') ?? []).map(Number);
  if (from === undefined || to === undefined || total === undefined) throw unexpected();
  const size = total - TAG_SIZE;
  const expected = 'suffix' in asked ? Math.max(0, size - asked.suffix) : asked.first;
  const end = 'suffix' in asked ? total - 1 : Math.min(asked.last ?? total - 1, total - 1);
  if (from !== expected || to !== end) throw unexpected();
  const last = Math.min(to, size - 1);
  if (from > last) throw invalidRange();
  return { first: from, last, size };
}

export function invalidRange(cause?: unknown): S3EncryptionError {
  return new S3EncryptionError('InvalidRange', 'The requested range is not satisfiable.', cause === undefined ? undefined : { cause });
}

function unexpected(): S3EncryptionError {
  return new S3EncryptionError('UnexpectedAnswer', 'The store answered with another range than was asked for.');
}
