/** Bytes that come in steps. A chunk is read before the next is asked for, so a source may use its buffer again. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** One segment's bytes, lent: they are read before the next segment is asked for. */
export interface Segment {
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/**
 * Regroups a stream into segments of exactly `size` bytes, the first of `firstSize`, the last of which may be short.
 *
 * A full segment is held back until more bytes arrive, because only then is it known not to be the last.
 * An empty stream gives one empty last segment. A segment that lies whole within a chunk is a view of it; others are gathered
 * in one buffer, used again for each: a copy into warm memory costs a fiftieth of the cipher, fresh memory costs half of it.
 */
export async function* segmented(source: Bytes, firstSize: number, size: number): AsyncGenerator<Segment> {
  const gathered = new Gathered(Math.max(firstSize, size));
  let full = firstSize;
  for await (const chunk of source) {
    let rest = chunk;
    while (gathered.length + rest.length > full) {
      const missing = full - gathered.length;
      yield { bytes: gathered.takeWith(rest.subarray(0, missing)), last: false };
      rest = rest.subarray(missing);
      full = size;
    }
    gathered.add(rest);
  }
  yield { bytes: gathered.takeWith(new Uint8Array(0)), last: true };
}

/** `segmented` for a stream whose end is known to the reader: nothing is held back, nothing is said of the last. */
export async function* segmentedAtOnce(source: Bytes, size: number): AsyncGenerator<Uint8Array> {
  const gathered = new Gathered(size);
  for await (const chunk of source) {
    let rest = chunk;
    while (gathered.length + rest.length >= size) {
      const missing = size - gathered.length;
      yield gathered.takeWith(rest.subarray(0, missing));
      rest = rest.subarray(missing);
    }
    gathered.add(rest);
  }
  if (gathered.length > 0) yield gathered.takeWith(new Uint8Array(0));
}

/** The bytes of a segment that has not come whole. */
class Gathered {
  readonly #size: number;
  #buffer: Buffer | undefined;
  length = 0;

  constructor(size: number) {
    this.#size = size;
  }

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#buffer ??= Buffer.allocUnsafeSlow(this.#size);
    this.#buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** All that was gathered and then `bytes`, which are given back themselves if they are all. Starts afresh. */
  takeWith(bytes: Uint8Array): Uint8Array {
    if (this.length === 0 || this.#buffer === undefined) return bytes;
    this.add(bytes);
    const segment = this.#buffer.subarray(0, this.length);
    this.length = 0;
    return segment;
  }
}
