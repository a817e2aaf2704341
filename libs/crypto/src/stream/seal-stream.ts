import type { AssociatedData } from '../associated-data.js';
import type { Secret } from '../secret.js';
import { checkSegmentSize, segmentCapacity } from './layout.js';
import { type Bytes, segmented } from './segmented.js';
import { StreamKey } from './stream-key.js';

/**
 * The sealed form of a stream, a buffer a segment. `layout.ts` draws the format.
 *
 * The key is used before this returns and may be cleared then. Errors of the source pass through. Memory: three segments of its
 * own, whatever the length; a segment is held back until it is known whether it is the last.
 */
export function sealStream(key: Secret, plaintext: Bytes, aad: AssociatedData, segmentSize: number): AsyncGenerator<Buffer> {
  return joined(sealParts(key, plaintext, aad, segmentSize));
}

/**
 * `sealStream` for a sink that gathers (writev): a segment is a list, `[header,] ciphertext, tag`, and joined it is what
 * `sealStream` gives. Holds two segments instead of three, and saves a copy into fresh memory, which costs two thirds of what the cipher costs.
 */
export function sealParts(key: Secret, plaintext: Bytes, aad: AssociatedData, segmentSize: number): AsyncGenerator<Buffer[]> {
  checkSegmentSize(segmentSize);
  const { header, streamKey } = StreamKey.create(key, aad);
  return sealed(streamKey, header, plaintext, segmentSize);
}

async function* sealed(streamKey: StreamKey, header: Buffer, plaintext: Bytes, segmentSize: number): AsyncGenerator<Buffer[]> {
  let index = 0;
  for await (const { bytes, last } of segmented(plaintext, segmentCapacity(segmentSize, 0), segmentCapacity(segmentSize, 1))) {
    const parts = streamKey.seal(index, last, bytes);
    yield index === 0 ? [header, ...parts] : parts;
    index += 1;
  }
}

async function* joined(segments: AsyncIterable<Buffer[]>): AsyncGenerator<Buffer> {
  for await (const parts of segments) yield Buffer.concat(parts);
}
