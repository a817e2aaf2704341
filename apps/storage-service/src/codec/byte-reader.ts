import { isUtf8 } from 'node:buffer';

import { damaged } from '../errors/damaged.js';

/** Reads what ByteWriter wrote. Every length is checked before it is used; whatever does not fit is damage, never a guess. */
export class ByteReader {
  #at = 0;

  /** `what` names the record in the error: "object record", "envelope". */
  constructor(
    private readonly buffer: Buffer,
    private readonly what: string,
  ) {}

  /** The position of the next byte: how much of the record has been read. */
  get at(): number {
    return this.#at;
  }

  u8(): number {
    return this.buffer.readUInt8(this.#take(1));
  }

  u16(): number {
    return this.buffer.readUInt16BE(this.#take(2));
  }

  u32(): number {
    return this.buffer.readUInt32BE(this.#take(4));
  }

  u48(): number {
    return this.buffer.readUIntBE(this.#take(6), 6);
  }

  /** A view, not a copy. */
  fixed(length: number): Buffer {
    const at = this.#take(length);
    return this.buffer.subarray(at, at + length);
  }

  bytes(): Buffer {
    return this.fixed(this.u32());
  }

  /** Ill-formed text is refused: decoding would replace it silently, and two records would read as one. */
  text(): string {
    const bytes = this.fixed(this.u16());
    if (!isUtf8(bytes)) throw this.damage('has ill-formed text');
    return bytes.toString('utf8');
  }

  pairs(): Map<string, string> {
    const pairs = new Map<string, string>();
    const count = this.u16();
    for (let index = 0; index < count; index += 1) {
      const name = this.text();
      if (pairs.has(name)) throw this.damage(`has "${name}" twice`);
      pairs.set(name, this.text());
    }
    return pairs;
  }

  /** Refuses bytes after the end. */
  end(): void {
    if (this.#at !== this.buffer.length) throw this.damage('has bytes after its end');
  }

  damage(how: string): Error {
    return damaged('record', `${this.what} ${how}`);
  }

  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.buffer.length) throw this.damage('is cut short');
    this.#at = at + length;
    return at;
  }
}
