/**
 * Sealing of short things: wrapped keys, material at rest, records.
 *
 *     sealed = nonce:12  ciphertext  tag:16        AES-256-GCM
 *
 * The nonce is random, so one key seals at most 2^32 times (the chance of a repeated nonce is then 2^-32, NIST SP 800-38D
 * section 8.3). Where more is thinkable, derive a key for each (`deriveKey` with a random salt) or use the streams.
 * Promises: nothing is released before the tag is checked; a refusal never says what was wrong.
 * Limits: `SHORT_SIZE_MAX` bytes of plaintext; overhead 28 bytes.
 */
import type { AssociatedData } from './associated-data.js';
import { CryptoError } from './errors.js';
import { finishOpening, GCM_NONCE_SIZE, GCM_TAG_SIZE, gcmKey, gcmOpener, gcmSealer } from './gcm.js';
import { randomFew } from './random-pool.js';
import { Secret } from './secret.js';

/** Most plaintext bytes of one short seal. Longer things are streams. */
export const SHORT_SIZE_MAX = 1_048_576;

/** What a seal adds to its plaintext. */
export const SEAL_OVERHEAD = GCM_NONCE_SIZE + GCM_TAG_SIZE;

export function seal(key: Secret, plaintext: Uint8Array, aad: AssociatedData): Buffer {
  checkSize(plaintext.length);
  const nonce = randomFew(GCM_NONCE_SIZE);
  const cipher = gcmSealer(gcmKey(key.reveal()), nonce);
  cipher.setAAD(aad);
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
}

/** The plaintext of `sealed`, or `not_authentic`, `truncated`. */
export function open(key: Secret, sealed: Uint8Array, aad: AssociatedData): Buffer {
  if (sealed.length < SEAL_OVERHEAD) throw new CryptoError('truncated', `A seal has at least ${SEAL_OVERHEAD} bytes, not ${sealed.length}.`);
  checkSize(sealed.length - SEAL_OVERHEAD);
  const tagStart = sealed.length - GCM_TAG_SIZE;
  const decipher = gcmOpener(gcmKey(key.reveal()), sealed.subarray(0, GCM_NONCE_SIZE), sealed.subarray(tagStart));
  decipher.setAAD(aad);
  const plaintext = decipher.update(sealed.subarray(GCM_NONCE_SIZE, tagStart));
  finishOpening(decipher, plaintext);
  return plaintext;
}

/** `open` for a sealed key: the bytes never lie outside the secret. */
export function openSecret(key: Secret, sealed: Uint8Array, aad: AssociatedData): Secret {
  return Secret.adopt(open(key, sealed, aad));
}

function checkSize(plaintextSize: number): void {
  if (plaintextSize > SHORT_SIZE_MAX) {
    throw new CryptoError('bad_parameter', `A short seal holds at most ${SHORT_SIZE_MAX} bytes, not ${plaintextSize}.`);
  }
}
