import { randomFillSync, timingSafeEqual } from 'node:crypto';

/** Key bytes that print as nothing and are zeroed on every way out (`using`). */
export class Secret implements Disposable {
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  static random(length = 32): Secret {
    return new Secret(randomFillSync(Buffer.allocUnsafeSlow(length)));
  }

  /** Copies `bytes`; the caller still owns, and clears, its own. */
  static copyOf(bytes: Uint8Array): Secret {
    const copy = Buffer.allocUnsafeSlow(bytes.length);
    copy.set(bytes);
    return new Secret(copy);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Constant time for equal lengths. */
  equals(other: Secret): boolean {
    return this.length === other.length && timingSafeEqual(this.#bytes, other.#bytes);
  }

  /** The live bytes, not a copy. Greppable: only where a key meets a cipher or a wire codec. */
  reveal(): Uint8Array {
    return this.#bytes;
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

  [Symbol.dispose](): void {
    this.#bytes.fill(0);
  }
}
