import type { AssociatedData } from '../associated-data.js';
import { Secret } from '../secret.js';
import { checkSegmentSize, endsInside, HEADER_SIZE } from './layout.js';
import { openSegment } from './open-segment.js';
import { cut, joined } from './pieces.js';
import { type Bytes, segmented } from './segmented.js';
import { StreamKey } from './stream-key.js';

/**
 * The plaintext of a sealed stream, a buffer a segment, each released only after its tag is checked.
 *
 * What came is a true prefix; it is the whole only if the iteration finishes. Refuses with `not_authentic` or `truncated`;
 * errors of the source pass through. The caller may clear its key at once: a copy serves until the header was read, and is
 * cleared then. Memory: two segments, and one chunk of the source.
 */
export function openStream(key: Secret, sealed: Bytes, aad: AssociatedData, segmentSize: number): AsyncGenerator<Buffer> {
  return joinedSegments(openPieces(key, sealed, aad, segmentSize));
}

/** `openStream` for a sink that gathers: a list of buffers a segment, in the source's own steps, without the copy that joins them. */
export function openPieces(key: Secret, sealed: Bytes, aad: AssociatedData, segmentSize: number): AsyncGenerator<Buffer[]> {
  checkSegmentSize(segmentSize);
  return opened(Secret.copyOf(key.reveal()), sealed, aad, segmentSize);
}

async function* opened(ownKey: Secret, sealed: Bytes, aad: AssociatedData, segmentSize: number): AsyncGenerator<Buffer[]> {
  using key = ownKey;
  const segments = segmented(sealed, segmentSize, segmentSize);
  let streamKey: StreamKey | undefined;
  let index = 0;
  for await (const { pieces, length, last } of segments) {
    if (streamKey === undefined) {
      if (length < HEADER_SIZE) throw endsInside();
      streamKey = StreamKey.read(key, joined(cut(pieces, 0, HEADER_SIZE)), aad);
      key[Symbol.dispose]();
      yield openSegment(streamKey, 0, last, cut(pieces, HEADER_SIZE, length), length - HEADER_SIZE);
    } else {
      yield openSegment(streamKey, index, last, pieces, length);
    }
    index += 1;
  }
}

async function* joinedSegments(segments: AsyncIterable<Buffer[]>): AsyncGenerator<Buffer> {
  for await (const pieces of segments) {
    if (pieces.length > 0) yield joined(pieces);
  }
}
