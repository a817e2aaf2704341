/** The bytes from `start` to `end` of consecutive pieces, as views. */
export function cut(pieces: readonly Uint8Array[], start: number, end: number): Uint8Array[] {
  const views: Uint8Array[] = [];
  let at = 0;
  for (const piece of pieces) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, piece.length);
    if (from < to) views.push(to - from === piece.length ? piece : piece.subarray(from, to));
    at += piece.length;
  }
  return views;
}

/** The pieces as one buffer: the piece itself if there is one only, because a copy costs as much as half the cipher. */
export function joined(pieces: readonly Uint8Array[]): Buffer {
  const [only] = pieces;
  return pieces.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(pieces);
}
