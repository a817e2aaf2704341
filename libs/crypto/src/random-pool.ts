import { randomFillSync } from 'node:crypto';

/** Bytes fetched from the system's generator at a time: one call costs 2 us, and serves some 600 nonces. */
export const RANDOM_POOL_SIZE = 8_192;

/**
 * Random bytes for nonces, salts and keys, a few at a time, out of a block fetched at once (0.2 us instead of 2).
 *
 * Promises: no byte is handed out twice, and what was handed out is wiped from the block, so a later look at memory does
 * not find the nonces and keys of the past. It finds some of the future, as it would find the state of any generator in this process.
 * A worker thread or a process loads its own copy of this module and so has its own block.
 */
export class RandomPool {
  readonly #block = Buffer.allocUnsafeSlow(RANDOM_POOL_SIZE);
  readonly #refill: (block: Buffer) => void;
  #next = RANDOM_POOL_SIZE;

  /** `refill` overwrites the whole block; another than the system's generator is for tests only. */
  constructor(refill: (block: Buffer) => void = randomFillSync) {
    this.#refill = refill;
  }

  /** `length` fresh bytes that belong to the caller; at most the block's size. */
  take(length: number): Buffer {
    return this.fill(Buffer.allocUnsafe(length));
  }

  /** Overwrites `bytes`, at most the block's size, with fresh ones. */
  fill<B extends Uint8Array>(bytes: B): B {
    if (bytes.length > RANDOM_POOL_SIZE - this.#next) this.#fetch();
    const end = this.#next + bytes.length;
    this.#block.copy(bytes, 0, this.#next, end);
    this.#block.fill(0, this.#next, end);
    this.#next = end;
    return bytes;
  }

  #fetch(): void {
    // Spent first: if the generator throws, the next call fetches again instead of giving out wiped bytes.
    this.#next = RANDOM_POOL_SIZE;
    this.#refill(this.#block);
    this.#next = 0;
  }
}

const pool = new RandomPool();

/** Fresh random bytes from this thread's pool. For nonces and salts; keys come from `Secret.random`, where they are wiped after use. */
export function randomFew(length: number): Buffer {
  return pool.take(length);
}

/** Overwrites `bytes`, which are few, with fresh ones from this thread's pool. */
export function fillFew<B extends Uint8Array>(bytes: B): B {
  return pool.fill(bytes);
}
