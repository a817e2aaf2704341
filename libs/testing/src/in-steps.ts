/**
 * Bytes as an awkward stream: pieces of `step` bytes, each a copy in a buffer that is spoilt once the next is asked for, so that a
 * consumer which keeps a view instead of a copy is found out.
 */
export async function* inSteps(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  if (!Number.isSafeInteger(step) || step < 1) throw new RangeError('a step is a whole number above 0');
  for (let at = 0; at < bytes.length; at += step) {
    const piece = Uint8Array.from(bytes.subarray(at, at + step));
    await Promise.resolve();
    yield piece;
    piece.fill(0xee);
  }
}

/** All that a stream gives, as one buffer. Each piece is copied before the next is asked for. */
export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
