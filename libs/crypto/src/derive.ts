import { createSecretKey, hkdfSync } from 'node:crypto';
import type { AssociatedData } from './associated-data.js';
import { CryptoError } from './errors.js';
import { hkdfSha256 } from './hkdf.js';
import { macKey } from './mac.js';
import { Secret } from './secret.js';

const noSalt = new Uint8Array(0);

/** OpenSSL's own limit of what names a use, in `deriver`. */
export const DERIVER_INFO_SIZE_MAX = 1_024;

/**
 * A key for one use out of a key for many, by HKDF-SHA256 (RFC 5869). The caller disposes of it.
 *
 * `info` names the use; a random `salt` makes each derivation's key its own, so that limits of a key are limits of a salt.
 * Limits: `length` 1 to 8,160 bytes (32 unless told), the key at least 16.
 */
export function deriveKey(key: Secret, info: AssociatedData, options: { salt?: Uint8Array; length?: number } = {}): Secret {
  return Secret.adopt(hkdfSha256(macKey(key), options.salt ?? noSalt, info, options.length ?? 32));
}

/** Derives as `deriveKey` does, from the key and for the use that it was made with. */
export type Deriver = (salt: Uint8Array, length: number) => Secret;

/**
 * `deriveKey` for one key, one use and many salts, or for more than one block: 6 us for 44 bytes where `deriveKey` takes 10.
 *
 * The key's copy lies in OpenSSL's memory, as `gcmKey`'s does: it is cleansed when the deriver is collected, so a deriver is made for a
 * piece of work and not kept. Limit: an `info` of `DERIVER_INFO_SIZE_MAX`, else `bad_parameter`.
 */
export function deriver(key: Secret, info: AssociatedData): Deriver {
  if (info.length > DERIVER_INFO_SIZE_MAX) throw new CryptoError('bad_parameter', `The info of a deriver has at most ${DERIVER_INFO_SIZE_MAX} bytes, not ${info.length}.`);
  const keyObject = createSecretKey(macKey(key));
  return (salt, length) => Secret.adopt(new Uint8Array(hkdfSync('sha256', keyObject, salt, info, length)));
}
