import type { PartBuffers } from './part-buffers.js';

/** Sealed bytes in a buffer of the pool; whoever has sent them gives the buffer back. */
export interface Part {
  readonly buffer: Buffer;
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/**
 * Regroups sealed bytes into parts as long as the buffers, the last of which may be short. A full part is held back until more bytes come,
 * because only then is it known not to be the last.
 */
export async function* partsOf(sealed: AsyncIterable<Uint8Array>, buffers: PartBuffers): AsyncGenerator<Part> {
  let buffer = await buffers.acquire();
  let length = 0;
  for await (const chunk of sealed) {
    for (let at = 0; at < chunk.length;) {
      if (length === buffer.length) {
        yield { buffer, bytes: buffer, last: false };
        buffer = await buffers.acquire();
        length = 0;
      }
      const taken = chunk.subarray(at, at + buffer.length - length);
      buffer.set(taken, length);
      length += taken.length;
      at += taken.length;
    }
  }
  yield { buffer, bytes: buffer.subarray(0, length), last: true };
}
