import { randomFillSync, timingSafeEqual } from 'node:crypto';
import { CryptoError } from './errors.js';
import { fillFew } from './random-pool.js';

/** Most bytes in one secret: a key, a pair, a KMS plaintext. Bodies are not secrets in this sense. */
export const SECRET_SIZE_MAX = 65_536;

/** Keys are this short, and come out of the pool; longer secrets would soon empty it. */
const POOLED_SIZE_MAX = 64;

/**
 * Key bytes that print as nothing and are zeroed on every way out (`using`).
 *
 * A cleared secret refuses to be used (`disposed`), because a key of zeros seals without complaint.
 */
export class Secret implements Disposable {
  readonly #bytes: Buffer;
  #disposed = false;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  static random(length = 32): Secret {
    const bytes = Buffer.allocUnsafeSlow(checkedSize(length));
    return new Secret(length <= POOLED_SIZE_MAX ? fillFew(bytes) : randomFillSync(bytes));
  }

  /** Copies `bytes`; the caller still owns, and clears, its own. */
  static copyOf(bytes: Uint8Array): Secret {
    const copy = Buffer.allocUnsafeSlow(checkedSize(bytes.length));
    copy.set(bytes);
    return new Secret(copy);
  }

  /** Takes `bytes` over without a copy: they are zeroed with the secret, and the caller forgets them now. */
  static adopt(bytes: Uint8Array): Secret {
    checkedSize(bytes.length);
    return new Secret(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Constant time for equal lengths. */
  equals(other: Secret): boolean {
    const [mine, theirs] = [this.reveal(), other.reveal()];
    return mine.length === theirs.length && timingSafeEqual(mine, theirs);
  }

  /** The live bytes, not a copy. Greppable: only where a key meets a cipher or a wire codec. */
  reveal(): Uint8Array {
    if (this.#disposed) throw new CryptoError('disposed', 'A secret was used after it was cleared.');
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
    this.#disposed = true;
    this.#bytes.fill(0);
  }
}

function checkedSize(length: number): number {
  if (!Number.isInteger(length) || length < 0 || length > SECRET_SIZE_MAX) {
    throw new CryptoError('bad_parameter', `A secret has 0 to ${SECRET_SIZE_MAX} bytes, not ${length}.`);
  }
  return length;
}
