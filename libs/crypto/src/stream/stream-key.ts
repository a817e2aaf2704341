import type { CipherGCM, DecipherGCM, KeyObject } from 'node:crypto';
import type { AssociatedData } from '../associated-data.js';
import { CryptoError, notAuthentic } from '../errors.js';
import { GCM_KEY_SIZE, GCM_NONCE_SIZE, gcmKey, gcmOpener, gcmSealer } from '../gcm.js';
import { hkdfSha256 } from '../hkdf.js';
import { macKey } from '../mac.js';
import { randomFew } from '../random-pool.js';
import type { Secret } from '../secret.js';
import { HEADER_SIZE, NONCE_PREFIX_SIZE, SALT_SIZE, SEGMENT_COUNT_MAX } from './layout.js';

/** The key of one stream and the nonces of its segments: all that the header decides. */
export class StreamKey {
  readonly #key: KeyObject;
  readonly #nonce = Buffer.allocUnsafe(GCM_NONCE_SIZE);

  private constructor(key: Secret, header: Uint8Array, aad: AssociatedData) {
    const derived = hkdfSha256(macKey(key), header.subarray(1, 1 + SALT_SIZE), aad, GCM_KEY_SIZE);
    this.#key = gcmKey(derived);
    derived.fill(0);
    this.#nonce.set(header.subarray(1 + SALT_SIZE, HEADER_SIZE));
  }

  /** A stream of its own, with the header that reopens it. */
  static create(key: Secret, aad: AssociatedData): { header: Buffer; streamKey: StreamKey } {
    const header = randomFew(HEADER_SIZE);
    header[0] = HEADER_SIZE;
    return { header, streamKey: new StreamKey(key, header, aad) };
  }

  /** The stream that `header`, its first 40 bytes, belongs to. A wrong length byte is not authentic, as any changed byte. */
  static read(key: Secret, header: Uint8Array, aad: AssociatedData): StreamKey {
    if (header[0] !== HEADER_SIZE) throw notAuthentic();
    return new StreamKey(key, header, aad);
  }

  sealer(index: number, last: boolean): CipherGCM {
    return gcmSealer(this.#key, this.#nonceOf(index, last));
  }

  opener(index: number, last: boolean, tag: Uint8Array): DecipherGCM {
    return gcmOpener(this.#key, this.#nonceOf(index, last), tag);
  }

  // One buffer for all segments: a cipher copies its nonce when it is made.
  #nonceOf(index: number, last: boolean): Buffer {
    if (index >= SEGMENT_COUNT_MAX) throw new CryptoError('bad_parameter', `A stream has at most ${SEGMENT_COUNT_MAX} segments.`);
    this.#nonce.writeUInt32BE(index, NONCE_PREFIX_SIZE);
    this.#nonce[GCM_NONCE_SIZE - 1] = last ? 1 : 0;
    return this.#nonce;
  }
}
