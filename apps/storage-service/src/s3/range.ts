import type { RangeSpec } from '../objects/commands.js';

const SINGLE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * The Range header. Undefined means the whole object: no header, several ranges (S3 does not do them), another unit, or text that is no
 * range, which RFC 9110 section 14.2 has a server ignore. Whether the range lies in the object is for the use case to say.
 */
export function parseRange(text: string | undefined): RangeSpec | undefined {
  const match = text === undefined ? null : SINGLE_RANGE.exec(text.trim());
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') return last === '' ? undefined : { kind: 'suffix', length: Number(last) };
  if (last === '') return { kind: 'from', first: Number(first) };
  if (Number(last) < Number(first)) return undefined;
  return { kind: 'from', first: Number(first), last: Number(last) };
}
