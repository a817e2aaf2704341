import type { Secret } from '@coffer/crypto';
import { BlobSealer, openBlob, parseBlob } from '../blob/ciphertext-blob.js';
import { currentMaterial, SERVICE_OWNER, type Key } from '../keys/key.js';
import { sealingKey, type Keyring } from '../keys/keyring.js';
import { SESSION_KEY_ALIAS } from '../keys/managed-keys.js';
import { SessionError } from './session-error.js';

/** The purpose keeps tokens apart from blobs; there is nothing more to bind them to. */
const NO_CONTEXT = new Map<string, string>();

/**
 * The key that seals session tokens: a key of the service's own, which no account sees, found by `alias/coffer/sts` and made when it is first needed.
 *
 * A token opens as long as the alias names the key that sealed it, under whichever of the key's materials: new material leaves tokens alone, a new key ends
 * them all. The alias is read from the store each time, so that another process may replace the key.
 */
export class SessionKey {
  readonly #keyring: Keyring;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  /** The id of the key that seals now. */
  async id(): Promise<string> {
    return (await this.#key()).id;
  }

  /** The caller disposes of `claims`. */
  async seal(claims: Secret): Promise<Buffer> {
    const key = await this.#key();
    return this.#keyring.lend(key, currentMaterial(key), (material) => new BlobSealer(sealingKey(key), material, 'session').seal(claims, NO_CONTEXT));
  }

  /** The claims, which the caller disposes of. Throws SessionError InvalidToken, whatever is wrong. */
  async open(sealed: Buffer): Promise<Secret> {
    const key = await this.#key();
    try {
      const blob = parseBlob(sealed);
      const material = key.materials.find(({ id }) => id === blob.materialId);
      if (blob.keyId !== key.id || material === undefined) throw new RangeError('sealed under a key that was replaced');
      return await this.#keyring.lend(key, material, (secret) => openBlob(blob, secret, NO_CONTEXT, 'session'));
    } catch (cause) {
      throw new SessionError('InvalidToken', { cause });
    }
  }

  async #key(): Promise<Key> {
    return this.#keyring.ownKey(SERVICE_OWNER, SESSION_KEY_ALIAS);
  }
}
