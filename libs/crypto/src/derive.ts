import type { AssociatedData } from './associated-data.js';
import { hkdfSha256 } from './hkdf.js';
import { macKey } from './mac.js';
import { Secret } from './secret.js';

const noSalt = new Uint8Array(0);

/**
 * A key for one use out of a key for many, by HKDF-SHA256 (RFC 5869). The caller disposes of it.
 *
 * `info` names the use; a random `salt` makes each derivation's key its own, so that limits of a key are limits of a salt.
 * Limits: `length` 1 to 8,160 bytes (32 unless told), the key at least 16.
 */
export function deriveKey(key: Secret, info: AssociatedData, options: { salt?: Uint8Array; length?: number } = {}): Secret {
  return Secret.adopt(hkdfSha256(macKey(key), options.salt ?? noSalt, info, options.length ?? 32));
}
