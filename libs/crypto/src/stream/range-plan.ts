import { CryptoError } from '../errors.js';
import { plaintextSize, segmentAt, segmentCount, segmentStart } from './layout.js';

/** Plaintext offsets, the end not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Which segments hold a range, and where they lie in the sealed stream. */
export interface RangePlan {
  readonly segmentSize: number;
  readonly range: ByteRange;
  readonly firstIndex: number;
  readonly lastIndex: number;
  /** Index of the last segment of the whole stream, the one whose nonce says so. */
  readonly finalIndex: number;
  readonly sealed: ByteRange;
  readonly sealedLength: number;
}

/**
 * The sealed bytes that a plaintext range needs. An empty range takes the segment it stands in, so that it too is
 * authenticated. A range outside the plaintext is `bad_parameter`; an impossible sealed length is `truncated`.
 */
export function planRange(sealedLength: number, segmentSize: number, range: ByteRange): RangePlan {
  const size = plaintextSize(sealedLength, segmentSize);
  if (!Number.isSafeInteger(range.start) || !Number.isSafeInteger(range.end) || range.start < 0 || range.start > range.end || range.end > size) {
    throw new CryptoError('bad_parameter', `The range ${range.start} to ${range.end} is not within ${size} bytes.`);
  }
  const finalIndex = segmentCount(segmentSize, sealedLength) - 1;
  const firstIndex = Math.min(segmentAt(segmentSize, range.start), finalIndex);
  const lastIndex = Math.min(segmentAt(segmentSize, Math.max(range.end - 1, range.start)), finalIndex);
  const sealed = { start: firstIndex * segmentSize, end: Math.min((lastIndex + 1) * segmentSize, sealedLength) };
  return { segmentSize, range, firstIndex, lastIndex, finalIndex, sealed, sealedLength };
}

/** What of segment `index`, whose plaintext has `length` bytes, lies within the range: offsets into the segment. */
export function withinSegment({ segmentSize, range }: RangePlan, index: number, length: number): ByteRange {
  const start = segmentStart(segmentSize, index);
  return { start: Math.max(range.start - start, 0), end: Math.min(range.end - start, length) };
}
