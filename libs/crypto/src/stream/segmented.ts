/** Bytes that come in steps. A chunk must not be changed after it was given: it is kept, not copied, until its segment is done. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Consecutive pieces of one segment, none copied needlessly. */
export interface Segment {
  readonly pieces: readonly Uint8Array[];
  readonly length: number;
  readonly last: boolean;
}

/** A chunk shorter than this is copied beside its neighbours, so that a source of single bytes costs their number and not a view each. */
export const PIECE_SIZE_MIN = 4_096;
const BLOCK_SIZE = 65_536;

/**
 * Regroups a stream into segments of exactly `size` bytes, the first of `firstSize`, the last of which may be short.
 *
 * A full segment is held back until more bytes arrive, because only then is it known not to be the last.
 * An empty stream gives one empty last segment. Holds at most one segment and one chunk of the source.
 */
export async function* segmented(source: Bytes, firstSize: number, size: number): AsyncGenerator<Segment> {
  let held = new HeldPieces(firstSize);
  for await (const chunk of source) {
    let rest = chunk;
    while (rest.length > held.room) {
      const full = held.room;
      held.add(rest.subarray(0, full));
      rest = rest.subarray(full);
      yield held.segment(false);
      held = new HeldPieces(size);
    }
    held.add(rest);
  }
  yield held.segment(true);
}

class HeldPieces {
  readonly #pieces: Uint8Array[] = [];
  readonly #size: number;
  #block = Buffer.alloc(0);
  #blockUsed = 0;
  room: number;

  constructor(size: number) {
    this.#size = size;
    this.room = size;
  }

  add(piece: Uint8Array): void {
    if (piece.length >= PIECE_SIZE_MIN) {
      this.#closeBlock();
      this.#pieces.push(piece);
    } else if (piece.length > 0) {
      this.#copy(piece);
    }
    this.room -= piece.length;
  }

  segment(last: boolean): Segment {
    this.#closeBlock();
    return { pieces: this.#pieces, length: this.#size - this.room, last };
  }

  #copy(piece: Uint8Array): void {
    if (piece.length > this.#block.length - this.#blockUsed) {
      this.#closeBlock();
      this.#block = Buffer.allocUnsafeSlow(Math.min(BLOCK_SIZE, this.room));
    }
    this.#block.set(piece, this.#blockUsed);
    this.#blockUsed += piece.length;
  }

  #closeBlock(): void {
    if (this.#blockUsed === 0) return;
    this.#pieces.push(this.#block.subarray(0, this.#blockUsed));
    this.#block = this.#block.subarray(this.#blockUsed);
    this.#blockUsed = 0;
  }
}
