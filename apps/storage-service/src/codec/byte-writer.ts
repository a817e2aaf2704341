const INITIAL_SIZE = 1024;
const U48_MAX = 2 ** 48 - 1;

/** Builds a binary record front to back. Numbers are big-endian; what varies in length is framed by its length. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(INITIAL_SIZE);
  #length = 0;

  u8(value: number): this {
    this.#length = this.#room(1).writeUInt8(value, this.#length);
    return this;
  }

  u16(value: number): this {
    this.#length = this.#room(2).writeUInt16BE(value, this.#length);
    return this;
  }

  u32(value: number): this {
    this.#length = this.#room(4).writeUInt32BE(value, this.#length);
    return this;
  }

  /** Sizes in bytes and times in milliseconds since 1970. */
  u48(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0 || value > U48_MAX) throw new RangeError(`${String(value)} does not fit 48 bits`);
    this.#length = this.#room(6).writeUIntBE(value, this.#length, 6);
    return this;
  }

  /** As they are, without a length: for fields whose size the format fixes. */
  fixed(bytes: Uint8Array): this {
    this.#room(bytes.length).set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** `length:u32 bytes`. */
  bytes(bytes: Uint8Array): this {
    return this.u32(bytes.length).fixed(bytes);
  }

  /** `length:u16 utf-8`. */
  text(text: string): this {
    const at = this.#length;
    const room = this.#room(2 + 3 * text.length);
    const written = room.write(text, at + 2, 'utf8');
    room.writeUInt16BE(written, at);
    this.#length = at + 2 + written;
    return this;
  }

  /** `count:u16 (name:text value:text)*`, in the order given. */
  pairs(pairs: ReadonlyMap<string, string>): this {
    this.u16(pairs.size);
    for (const [name, value] of pairs) this.text(name).text(value);
    return this;
  }

  /** What was written so far, as a view: the writer is not used again. */
  done(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(needed: number): Buffer {
    if (this.#length + needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#length + needed));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}
