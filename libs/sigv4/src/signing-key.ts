import { HmacKey } from './hmac-key.js';

/** Signing keys kept at once: one for each access key and day in use. */
export const SIGNING_KEYS_MAX = 1_024;

/** A key for one access key, day, region and service. It signs and prints as nothing. */
export class SigningKey {
  readonly #key: HmacKey;

  private constructor(key: HmacKey) {
    this.#key = key;
  }

  /** `scope` is `YYYYMMDD/REGION/SERVICE/aws4_request`: each of its words is signed under the key made of the words before. */
  static derive(secret: string, scope: string): SigningKey {
    let key = keyOf(Buffer.from(`AWS4${secret}`, 'utf8'));
    for (const word of scope.split('/')) key = keyOf(key.sign(word, 'buffer'));
    return new SigningKey(key);
  }

  /** Lower-case hex. */
  sign(stringToSign: string): string {
    return this.#key.sign(stringToSign, 'hex');
  }

  toJSON(): string {
    return '[signing key]';
  }
}

function keyOf(bytes: Buffer): HmacKey {
  const key = new HmacKey(bytes);
  bytes.fill(0);
  return key;
}

/**
 * Signing keys by access key and scope. Deriving one takes four HMACs, and it serves for a day.
 *
 * An entry remembers the secret that it came from, so that a secret that is changed or withdrawn counts at once. The oldest entry leaves when
 * the cache is full; the callers that still use it keep it.
 */
export class SigningKeys {
  readonly #entries = new Map<string, { readonly secret: string; readonly key: SigningKey }>();

  constructor(readonly capacity: number = SIGNING_KEYS_MAX) {}

  get(accessKeyId: string, secret: string, scope: string): SigningKey {
    const name = `${accessKeyId}/${scope}`;
    const found = this.#entries.get(name);
    if (found?.secret === secret) return found.key;
    const key = SigningKey.derive(secret, scope);
    this.#entries.delete(name);
    this.#entries.set(name, { secret, key });
    if (this.#entries.size > this.capacity) this.#evictOldest();
    return key;
  }

  get size(): number {
    return this.#entries.size;
  }

  #evictOldest(): void {
    for (const name of this.#entries.keys()) {
      this.#entries.delete(name);
      return;
    }
  }
}
