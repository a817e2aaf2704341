import type { AssociatedData } from '../associated-data.js';
import { CryptoError } from '../errors.js';
import { finishOpening, GCM_TAG_SIZE } from '../gcm.js';
import type { Secret } from '../secret.js';
import { checkSegmentSize, HEADER_SIZE, plaintextSize, segmentCapacity } from './layout.js';
import { joined } from './pieces.js';
import { StreamKey } from './stream-key.js';

/** Most plaintext bytes that are sealed or opened in one synchronous call: some ten milliseconds of the event loop. */
export const WHOLE_SIZE_MAX = 16 * 1024 * 1024;

/** `sealStream` of a body that is in memory: the same bytes, at once. At most `WHOLE_SIZE_MAX` of plaintext. */
export function sealWhole(key: Secret, plaintext: Uint8Array, aad: AssociatedData, segmentSize: number): Buffer {
  checkSegmentSize(segmentSize);
  checkWhole(plaintext.length);
  const { header, streamKey } = StreamKey.create(key, aad);
  const out = [header];
  for (let index = 0, start = 0; ; index += 1) {
    const end = Math.min(start + segmentCapacity(segmentSize, index), plaintext.length);
    const cipher = streamKey.sealer(index, end === plaintext.length);
    out.push(cipher.update(plaintext.subarray(start, end)));
    cipher.final();
    out.push(cipher.getAuthTag());
    if (end === plaintext.length) return Buffer.concat(out);
    start = end;
  }
}

/** `openStream` of a body that is in memory: the whole plaintext, or `not_authentic` or `truncated` and nothing. */
export function openWhole(key: Secret, sealed: Uint8Array, aad: AssociatedData, segmentSize: number): Buffer {
  checkWhole(plaintextSize(sealed.length, segmentSize));
  const streamKey = StreamKey.read(key, sealed.subarray(0, HEADER_SIZE), aad);
  const plaintext: Buffer[] = [];
  for (let index = 0, start = HEADER_SIZE; start < sealed.length; index += 1) {
    const end = Math.min((index + 1) * segmentSize, sealed.length);
    const tagStart = end - GCM_TAG_SIZE;
    const decipher = streamKey.opener(index, end === sealed.length, sealed.subarray(tagStart, end));
    plaintext.push(decipher.update(sealed.subarray(start, tagStart)));
    finishOpening(decipher, plaintext);
    start = end;
  }
  return joined(plaintext);
}

function checkWhole(plaintextLength: number): void {
  if (plaintextLength > WHOLE_SIZE_MAX) {
    throw new CryptoError('bad_parameter', `A body of ${plaintextLength} bytes is a stream: at most ${WHOLE_SIZE_MAX} are sealed at once.`);
  }
}
