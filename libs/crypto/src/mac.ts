import { timingSafeEqual } from 'node:crypto';
import type { AssociatedData } from './associated-data.js';
import { CryptoError, notAuthentic } from './errors.js';
import { HMAC_SIZE, hmacSha256 } from './hmac.js';
import type { Secret } from './secret.js';

/** Fewest bytes of a key that authenticates or derives. */
export const MAC_KEY_SIZE_MIN = 16;
export const MAC_SIZE = HMAC_SIZE;

/** HMAC-SHA256 of framed data: 32 bytes. */
export function mac(key: Secret, data: AssociatedData): Buffer {
  return hmacSha256(macKey(key), data);
}

/** Returns if `tag` is the whole MAC of `data`, in constant time; else throws `not_authentic`. A shortened tag is refused. */
export function verifyMac(key: Secret, data: AssociatedData, tag: Uint8Array): void {
  const expected = mac(key, data);
  if (tag.length !== MAC_SIZE || !timingSafeEqual(expected, tag)) throw notAuthentic();
}

/** The key's bytes, refused if they are too few to keep anything. */
export function macKey(key: Secret): Uint8Array {
  if (key.length < MAC_KEY_SIZE_MIN) {
    throw new CryptoError('bad_parameter', `A key that authenticates or derives has at least ${MAC_KEY_SIZE_MIN} bytes, not ${key.length}.`);
  }
  return key.reveal();
}
