import { S3EncryptionError } from '../errors.js';
import { sameStringMap, stringMapOf, type StringMap } from '../string-map.js';

/**
 * What an object's materials description must say for a raw key to be used on it. It is stored in the clear and nothing authenticates it, so
 * `required` is what finds out a change; `preferred` is what AWS's clients do: an unknown description falls back to the main key.
 */
export type DescriptionMatch = 'required' | 'preferred';

export interface DescribedKey<K> {
  readonly key: K;
  readonly description: StringMap;
}

/** Raw keys, each under its description, the main one first. */
export class DescribedKeys<K> {
  readonly #keys: readonly [DescribedKey<K>, ...DescribedKey<K>[]];
  readonly #match: DescriptionMatch;

  constructor(main: DescribedKey<K>, others: readonly DescribedKey<K>[], match: DescriptionMatch) {
    this.#keys = [main, ...others];
    this.#match = match;
    for (const [at, { description }] of this.#keys.entries()) {
      if (this.#keys.slice(0, at).some((earlier) => sameStringMap(earlier.description, description))) {
        throw new S3EncryptionError('Configuration', 'Two keys of a keyring have the same materials description, so no object says which it needs.');
      }
    }
  }

  get main(): DescribedKey<K> {
    return this.#keys[0];
  }

  /** Refuses with `MaterialsMismatch` a description that no key has. */
  keyFor(description: StringMap): K {
    const found = this.#keys.find((candidate) => sameStringMap(candidate.description, description));
    if (found !== undefined) return found.key;
    if (this.#match === 'preferred') return this.main.key;
    throw new S3EncryptionError('MaterialsMismatch', 'No key of the keyring has the object\'s materials description.');
  }
}

export function descriptionOf(given: Readonly<Record<string, string>> | undefined): StringMap {
  return stringMapOf(given, 'materials description');
}

/** A raw keyring binds no context of the caller's. Refuses one rather than letting it seem to protect something. */
export function checkNoContext(encryptionContext: StringMap): void {
  if (encryptionContext.size === 0) return;
  throw new S3EncryptionError('InvalidArgument', 'An encryption context has no effect with a raw keyring: use a KMS keyring, or leave it out.');
}
