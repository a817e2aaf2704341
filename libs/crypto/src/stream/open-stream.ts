import type { AssociatedData } from '../associated-data.js';
import { Secret } from '../secret.js';
import { checkSegmentSize, endsInside, HEADER_SIZE } from './layout.js';
import { type Bytes, segmented } from './segmented.js';
import { StreamKey } from './stream-key.js';

/**
 * The plaintext of a sealed stream, a buffer a segment, each released only after its tag is checked.
 *
 * What came is a true prefix; it is the whole only if the iteration finishes. Refuses with `not_authentic` or `truncated`;
 * errors of the source pass through. The caller may clear its key at once: a copy serves until the header was read, and is
 * cleared then (so iterate what you open). Memory: two segments of its own, whatever the length.
 */
export function openStream(key: Secret, sealed: Bytes, aad: AssociatedData, segmentSize: number): AsyncGenerator<Buffer> {
  checkSegmentSize(segmentSize);
  return opened(Secret.copyOf(key.reveal()), sealed, aad, segmentSize);
}

async function* opened(ownKey: Secret, sealed: Bytes, aad: AssociatedData, segmentSize: number): AsyncGenerator<Buffer> {
  using key = ownKey;
  let streamKey: StreamKey | undefined;
  let index = 0;
  for await (const { bytes, last } of segmented(sealed, segmentSize, segmentSize)) {
    if (bytes.length < HEADER_SIZE && index === 0) throw endsInside();
    streamKey ??= StreamKey.read(key, bytes, aad);
    key[Symbol.dispose]();
    const plaintext = streamKey.open(index, last, index === 0 ? bytes.subarray(HEADER_SIZE) : bytes);
    if (plaintext.length > 0) yield plaintext;
    index += 1;
  }
}
