import { finishOpening, GCM_TAG_SIZE } from '../gcm.js';
import { endsInside } from './layout.js';
import { cut, joined } from './pieces.js';
import type { StreamKey } from './stream-key.js';

/** The plaintext of one sealed segment that came in pieces, in as many pieces; only if its tag is right. */
export function openSegment(streamKey: StreamKey, index: number, last: boolean, pieces: readonly Uint8Array[], length: number): Buffer[] {
  if (length < GCM_TAG_SIZE || length === GCM_TAG_SIZE && index > 0) throw endsInside();
  const tagStart = length - GCM_TAG_SIZE;
  const decipher = streamKey.opener(index, last, joined(cut(pieces, tagStart, length)));
  const plaintext: Buffer[] = [];
  for (const piece of cut(pieces, 0, tagStart)) plaintext.push(decipher.update(piece));
  finishOpening(decipher, plaintext);
  return plaintext;
}
