import { hash } from 'node:crypto';

/** Characters of one signed text. The longest, of a chunk, has some 330. */
export const SIGNED_TEXT_LENGTH_MAX = 1_024;

const BLOCK_SIZE = 64;
const DIGEST_SIZE = 32;

/**
 * HMAC-SHA256 (RFC 2104) of short texts under one key, from one-shot hashes. It takes a third of the time of `createHmac`, which is
 * half of what it takes to verify a request.
 *
 *     hmac = sha256(key xor 5c..5c, sha256(key xor 36..36, text))
 *
 * The two padded keys are kept with room behind them for what is hashed, so that no copy of them is left in pooled memory.
 */
export class HmacKey {
  readonly #inner = Buffer.allocUnsafeSlow(BLOCK_SIZE + SIGNED_TEXT_LENGTH_MAX);
  readonly #outer = Buffer.allocUnsafeSlow(BLOCK_SIZE + DIGEST_SIZE);

  constructor(key: Uint8Array) {
    const short = key.length > BLOCK_SIZE ? hash('sha256', key, 'buffer') : key;
    for (let index = 0; index < BLOCK_SIZE; index += 1) {
      const byte = short[index] ?? 0;
      this.#inner[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
  }

  /** `text` has one character for each byte. */
  sign(text: string, encoding: 'hex'): string;
  sign(text: string, encoding: 'buffer'): Buffer;
  sign(text: string, encoding: 'hex' | 'buffer'): string | Buffer {
    if (text.length > SIGNED_TEXT_LENGTH_MAX) throw new RangeError('internal error: a text too long to sign');
    this.#inner.write(text, BLOCK_SIZE, 'latin1');
    this.#outer.write(hash('sha256', this.#inner.subarray(0, BLOCK_SIZE + text.length), 'hex'), BLOCK_SIZE, 'hex');
    return encoding === 'hex' ? hash('sha256', this.#outer, 'hex') : hash('sha256', this.#outer, 'buffer');
  }
}
