const LF = 0x0a;

/** A line without its LF, and where the next byte stands. */
export interface Line {
  readonly text: string;
  readonly next: number;
}

/** Reads lines that may be spread over any number of buffers, holding at most one of them, of limited length. */
export class LineReader {
  #partial = '';

  /**
   * The line that ends in `bytes` at or after `from`; undefined if it goes on past them, in which case all of them are taken. A line of more
   * than `lengthMax` characters, its line break not counted, makes `tooLong` be thrown.
   */
  read(bytes: Buffer, from: number, lengthMax: number, tooLong: () => Error): Line | undefined {
    const found = bytes.indexOf(LF, from);
    const end = found < 0 ? bytes.length : found;
    if (this.#partial.length + end - from > lengthMax + 1) throw tooLong();
    const text = this.#partial + bytes.toString('latin1', from, end);
    if (found < 0) {
      this.#partial = text;
      return undefined;
    }
    this.#partial = '';
    return { text, next: found + 1 };
  }
}
