import { BOUND_SIZE_MAX } from './index-keys.js';

/** Rows from `start` (inclusive) to `end` (exclusive). */
export interface KeyRange {
  readonly start: Buffer;
  readonly end: Buffer;
}

/** Every key that begins with these bytes. */
export function startingWith(prefix: Buffer): KeyRange {
  return { start: prefix, end: pastPrefix(prefix) };
}

/** The least key that is greater than this one. */
export function next(key: Buffer): Buffer {
  return Buffer.concat([key, Buffer.of(0)]);
}

/** The least key that is greater than all that begin with these bytes: the last byte counted up. No prefix of ours ends in FF, which is not UTF-8. */
export function pastPrefix(prefix: Buffer): Buffer {
  const past = Buffer.from(prefix);
  const last = past.length - 1;
  past[last] = (past[last] ?? 0) + 1;
  return past;
}

/** The part of a range that is not before `start`. */
export function from(range: KeyRange, start: Buffer): KeyRange {
  return Buffer.compare(start, range.start) > 0 ? { start, end: range.end } : range;
}

/** Longer bounds than any row's key are cut: no row lies between a bound and its first `BOUND_SIZE_MAX` bytes. */
export function searchable(range: KeyRange): KeyRange {
  return { start: range.start.subarray(0, BOUND_SIZE_MAX), end: range.end.subarray(0, BOUND_SIZE_MAX) };
}
