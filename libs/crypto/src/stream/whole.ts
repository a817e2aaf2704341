import type { AssociatedData } from '../associated-data.js';
import { CryptoError } from '../errors.js';
import type { Secret } from '../secret.js';
import { checkSegmentSize, HEADER_SIZE, plaintextSize, segmentCapacity } from './layout.js';
import { StreamKey } from './stream-key.js';

/** Most plaintext bytes that are sealed or opened in one synchronous call: some ten milliseconds of the event loop. */
export const WHOLE_SIZE_MAX = 16 * 1024 * 1024;

/** `sealStream` of a body that is in memory: the same format, at once. At most `WHOLE_SIZE_MAX` of plaintext. */
export function sealWhole(key: Secret, plaintext: Uint8Array, aad: AssociatedData, segmentSize: number): Buffer {
  checkSegmentSize(segmentSize);
  checkWhole(plaintext.length);
  const { header, streamKey } = StreamKey.create(key, aad);
  const parts = [header];
  for (let index = 0, start = 0; ; index += 1) {
    const end = Math.min(start + segmentCapacity(segmentSize, index), plaintext.length);
    parts.push(...streamKey.seal(index, end === plaintext.length, plaintext.subarray(start, end)));
    if (end === plaintext.length) return Buffer.concat(parts);
    start = end;
  }
}

/** `openStream` of a body that is in memory: the whole plaintext, or `not_authentic` or `truncated` and nothing. */
export function openWhole(key: Secret, sealed: Uint8Array, aad: AssociatedData, segmentSize: number): Buffer {
  checkWhole(plaintextSize(sealed.length, segmentSize));
  const streamKey = StreamKey.read(key, sealed, aad);
  const segments: Buffer[] = [];
  for (let index = 0, start = HEADER_SIZE; start < sealed.length; index += 1) {
    const end = Math.min((index + 1) * segmentSize, sealed.length);
    segments.push(streamKey.open(index, end === sealed.length, sealed.subarray(start, end)));
    start = end;
  }
  const [only] = segments;
  return segments.length === 1 && only !== undefined ? only : Buffer.concat(segments);
}

function checkWhole(plaintextLength: number): void {
  if (plaintextLength > WHOLE_SIZE_MAX) {
    throw new CryptoError('bad_parameter', `A body of ${plaintextLength} bytes is a stream: at most ${WHOLE_SIZE_MAX} are sealed at once.`);
  }
}
