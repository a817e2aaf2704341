import type { KeyObject } from 'node:crypto';
import type { AssociatedData } from '../associated-data.js';
import { CryptoError, notAuthentic } from '../errors.js';
import { finishOpening, GCM_KEY_SIZE, GCM_NONCE_SIZE, GCM_TAG_SIZE, gcmKey, gcmOpener, gcmSealer } from '../gcm.js';
import { hkdfSha256 } from '../hkdf.js';
import { macKey } from '../mac.js';
import { randomFew } from '../random-pool.js';
import type { Secret } from '../secret.js';
import { endsInside, HEADER_SIZE, NONCE_PREFIX_SIZE, SALT_SIZE, SEGMENT_COUNT_MAX } from './layout.js';

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

  /** A segment's ciphertext and tag. */
  seal(index: number, last: boolean, plaintext: Uint8Array): Buffer[] {
    const cipher = gcmSealer(this.#key, this.#nonceOf(index, last));
    const ciphertext = cipher.update(plaintext);
    cipher.final();
    return [ciphertext, cipher.getAuthTag()];
  }

  /** The plaintext of `ciphertext tag`, released only if the tag is right for this place in the stream. */
  open(index: number, last: boolean, sealed: Uint8Array): Buffer {
    // Only the first segment may be empty, and then the whole plaintext is: each plaintext has one length of sealed bytes.
    if (sealed.length < GCM_TAG_SIZE + (index === 0 ? 0 : 1)) throw endsInside();
    const tagStart = sealed.length - GCM_TAG_SIZE;
    const decipher = gcmOpener(this.#key, this.#nonceOf(index, last), sealed.subarray(tagStart));
    const plaintext = decipher.update(sealed.subarray(0, tagStart));
    finishOpening(decipher, plaintext);
    return plaintext;
  }

  // One buffer for all segments: a cipher copies its nonce when it is made.
  #nonceOf(index: number, last: boolean): Buffer {
    if (index >= SEGMENT_COUNT_MAX) throw new CryptoError('bad_parameter', `A stream has at most ${SEGMENT_COUNT_MAX} segments.`);
    this.#nonce.writeUInt32BE(index, NONCE_PREFIX_SIZE);
    this.#nonce[GCM_NONCE_SIZE - 1] = last ? 1 : 0;
    return this.#nonce;
  }
}
