import { DATA_KEY_SIZE, GCM_IV_SIZE, TAG_SIZE } from '../algorithm-suite.js';
import { asciiBytes, concatenated } from '../bytes.js';
import { keyDoesNotOpen, S3EncryptionError } from '../errors.js';
import { SecretBytes } from '../secret-bytes.js';
import type { StringMap } from '../string-map.js';
import type { Keyring, UnwrapRequest, WrappedKey, WrapRequest } from './keyring.js';
import { checkWrapAllowed, wrongKeyring } from './legacy-unwrapping.js';
import { checkNoContext, DescribedKeys, descriptionOf, type DescriptionMatch } from './materials.js';

export interface RawAesKey {
  /** 16, 24 or 32 bytes, copied; the caller clears its own. */
  readonly wrappingKey: Uint8Array;
  /** Stored with each object, in the clear, to say which key it needs. */
  readonly materialsDescription?: Readonly<Record<string, string>>;
}

export interface RawAesKeyringOptions extends RawAesKey {
  readonly additionalDecryptionKeys?: readonly RawAesKey[];
  readonly descriptionMatch?: DescriptionMatch;
}

const WRAPPED_SIZE = GCM_IV_SIZE + DATA_KEY_SIZE + TAG_SIZE;

/**
 * Data keys wrapped with AES-GCM under a key that the caller keeps.
 *
 *     wrapped = iv:12  ciphertext:32  tag:16       associated data: the suite's binding text
 *
 * The IV is random, so one wrapping key is good for 2^32 objects (NIST SP 800-38D).
 */
export class RawAesKeyring implements Keyring {
  readonly kind = 'aes';
  readonly #keys: DescribedKeys<SecretBytes>;

  constructor({ additionalDecryptionKeys = [], descriptionMatch = 'required', ...main }: RawAesKeyringOptions) {
    this.#keys = new DescribedKeys(described(main), additionalDecryptionKeys.map(described), descriptionMatch);
  }

  get mainDescription(): StringMap {
    return this.#keys.main.description;
  }

  async wrap({ suite, encryptionContext, dataKey = SecretBytes.random(DATA_KEY_SIZE) }: WrapRequest): Promise<WrappedKey> {
    checkNoContext(encryptionContext);
    const { key, description } = this.#keys.main;
    const iv = globalThis.crypto.getRandomValues(new Uint8Array(GCM_IV_SIZE));
    const sealed = await globalThis.crypto.subtle.encrypt(gcm(iv, suite.bindingText), await imported(key, 'encrypt'), dataKey.reveal());
    return { dataKey, encryptedDataKey: concatenated(iv, new Uint8Array(sealed)), wrapAlgorithm: 'AES/GCM', context: description };
  }

  async unwrap({ metadata, encryptionContext, legacy }: UnwrapRequest): Promise<SecretBytes> {
    const { wrapAlgorithm, encryptedDataKey, context, suite } = metadata;
    if (wrapAlgorithm !== 'AES/GCM' && wrapAlgorithm !== 'AESWrap' && wrapAlgorithm !== 'AES') throw wrongKeyring(wrapAlgorithm);
    checkWrapAllowed(wrapAlgorithm, legacy);
    checkNoContext(encryptionContext);
    const key = this.#keys.keyFor(context);
    if (wrapAlgorithm !== 'AES/GCM') return (legacy as NonNullable<typeof legacy>).aes(wrapAlgorithm, key, encryptedDataKey);
    return opened(key, encryptedDataKey, suite.bindingText);
  }
}

async function opened(key: SecretBytes, wrapped: Uint8Array, bindingText: string): Promise<SecretBytes> {
  if (wrapped.length !== WRAPPED_SIZE) throw keyDoesNotOpen();
  const [iv, sealed] = [Uint8Array.from(wrapped.subarray(0, GCM_IV_SIZE)), Uint8Array.from(wrapped.subarray(GCM_IV_SIZE))];
  const dataKey = await globalThis.crypto.subtle.decrypt(gcm(iv, bindingText), await imported(key, 'decrypt'), sealed).catch(() => {
    throw keyDoesNotOpen();
  });
  return SecretBytes.taken(new Uint8Array(dataKey));
}

function described({ wrappingKey, materialsDescription }: RawAesKey): { key: SecretBytes; description: StringMap } {
  if (![16, 24, 32].includes(wrappingKey.length)) throw new S3EncryptionError('Configuration', `An AES wrapping key has 16, 24 or 32 bytes, not ${wrappingKey.length}.`);
  return { key: SecretBytes.copyOf(wrappingKey), description: descriptionOf(materialsDescription) };
}

function gcm(iv: Uint8Array<ArrayBuffer>, bindingText: string): { name: 'AES-GCM'; iv: Uint8Array<ArrayBuffer>; additionalData: Uint8Array<ArrayBuffer>; tagLength: number } {
  return { name: 'AES-GCM', iv, additionalData: asciiBytes(bindingText), tagLength: TAG_SIZE * 8 };
}

function imported(key: SecretBytes, use: 'encrypt' | 'decrypt'): ReturnType<typeof globalThis.crypto.subtle.importKey> {
  return globalThis.crypto.subtle.importKey('raw', key.reveal(), 'AES-GCM', false, [use]);
}
