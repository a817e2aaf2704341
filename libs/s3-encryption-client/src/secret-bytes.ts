/**
 * Key bytes that print as nothing. `clear` zeroes them; a cleared secret refuses to be used, because a key of zeros seals without
 * complaint. Browsers and Node 20 have no `using`, so the owner clears in `finally`.
 */
export class SecretBytes {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #cleared = false;

  private constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  static random(length: number): SecretBytes {
    return new SecretBytes(globalThis.crypto.getRandomValues(new Uint8Array(length)));
  }

  /** Copies `bytes`; the caller still owns, and clears, its own. */
  static copyOf(bytes: Uint8Array): SecretBytes {
    return new SecretBytes(Uint8Array.from(bytes));
  }

  /** Copies `bytes` and zeroes the original. */
  static taken(bytes: Uint8Array): SecretBytes {
    const secret = SecretBytes.copyOf(bytes);
    bytes.fill(0);
    return secret;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** The live bytes, not a copy. Greppable: only where a key meets a cipher. */
  reveal(): Uint8Array<ArrayBuffer> {
    if (this.#cleared) throw new TypeError('A secret was used after it was cleared.');
    return this.#bytes;
  }

  clear(): void {
    this.#cleared = true;
    this.#bytes.fill(0);
  }

  toJSON(): string {
    return '[secret]';
  }

  toString(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
