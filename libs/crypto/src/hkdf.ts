import { CryptoError } from './errors.js';
import { HMAC_SIZE, hmacSha256 } from './hmac.js';

/** RFC 5869 counts its blocks in one byte. */
export const HKDF_LENGTH_MAX = 255 * HMAC_SIZE;

const firstCounter = Buffer.of(1);

/** HKDF-SHA256 (RFC 5869), extract and expand. What lies between is wiped; the result is the caller's to wipe. */
export function hkdfSha256(key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  if (!Number.isInteger(length) || length < 1 || length > HKDF_LENGTH_MAX) {
    throw new CryptoError('bad_parameter', `A derived key has 1 to ${HKDF_LENGTH_MAX} bytes, not ${length}.`);
  }
  const extracted = hmacSha256(salt, key);
  try {
    // Every sealed body derives a key of one block, which needs no loop and no copy.
    return length === HMAC_SIZE ? hmacSha256(extracted, info, firstCounter) : expand(extracted, info, length);
  } finally {
    extracted.fill(0);
  }
}

function expand(extracted: Uint8Array, info: Uint8Array, length: number): Buffer {
  const derived = Buffer.allocUnsafeSlow(length);
  let block: Buffer = Buffer.alloc(0);
  for (let at = 0, counter = 1; at < length; at += HMAC_SIZE, counter += 1) {
    const next = hmacSha256(extracted, block, info, Buffer.of(counter));
    block.fill(0);
    next.copy(derived, at);
    block = next;
  }
  block.fill(0);
  return derived;
}
