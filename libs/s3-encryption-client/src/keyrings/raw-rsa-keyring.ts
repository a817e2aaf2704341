import { DATA_KEY_SIZE } from '../algorithm-suite.js';
import { asciiBytes, concatenated, equalInConstantTime } from '../bytes.js';
import { keyDoesNotOpen, S3EncryptionError } from '../errors.js';
import { SecretBytes } from '../secret-bytes.js';
import type { StringMap } from '../string-map.js';
import type { Keyring, UnwrapRequest, WrappedKey, WrapRequest } from './keyring.js';
import { checkWrapAllowed, wrongKeyring } from './legacy-unwrapping.js';
import { checkNoContext, DescribedKeys, descriptionOf, type DescriptionMatch } from './materials.js';
import { derOfPem } from './pem.js';

export interface RawRsaKeyPair {
  /** PEM, SPKI. Needed to write. */
  readonly publicKey?: string;
  /** PEM, PKCS#8. Needed to read. */
  readonly privateKey?: string;
  /** Stored with each object, in the clear, to say which key it needs. */
  readonly materialsDescription?: Readonly<Record<string, string>>;
}

export interface RawRsaKeyringOptions extends RawRsaKeyPair {
  readonly additionalDecryptionKeys?: readonly RawRsaKeyPair[];
  readonly descriptionMatch?: DescriptionMatch;
}

interface KeyPair {
  readonly publicDer?: Uint8Array<ArrayBuffer>;
  readonly privateDer?: SecretBytes;
}

/** SHA-1 in OAEP is what every client writes here; it serves as a random oracle, and collisions of it break nothing. */
const OAEP = { name: 'RSA-OAEP', hash: 'SHA-1' };

/**
 * Data keys wrapped with RSA-OAEP (SHA-1 and MGF1-SHA-1) under a key pair that the caller keeps.
 *
 *     wrapped under OAEP = length:1 (always 32)  data key:32  binding text of the suite
 */
export class RawRsaKeyring implements Keyring {
  readonly kind = 'rsa';
  readonly #keys: DescribedKeys<KeyPair>;

  constructor({ additionalDecryptionKeys = [], descriptionMatch = 'required', ...main }: RawRsaKeyringOptions) {
    this.#keys = new DescribedKeys(described(main), additionalDecryptionKeys.map(described), descriptionMatch);
  }

  get mainDescription(): StringMap {
    return this.#keys.main.description;
  }

  async wrap({ suite, encryptionContext, dataKey = SecretBytes.random(DATA_KEY_SIZE) }: WrapRequest): Promise<WrappedKey> {
    checkNoContext(encryptionContext);
    const { key, description } = this.#keys.main;
    if (key.publicDer === undefined) throw new S3EncryptionError('Configuration', 'An RSA keyring needs its public key to write.');
    const publicKey = await globalThis.crypto.subtle.importKey('spki', key.publicDer, OAEP, false, ['encrypt']);
    const framed = concatenated(Uint8Array.of(DATA_KEY_SIZE), dataKey.reveal(), asciiBytes(suite.bindingText));
    const sealed = await globalThis.crypto.subtle.encrypt(OAEP, publicKey, framed);
    framed.fill(0);
    return { dataKey, encryptedDataKey: new Uint8Array(sealed), wrapAlgorithm: 'RSA-OAEP-SHA1', context: description };
  }

  async unwrap({ metadata, encryptionContext, legacy }: UnwrapRequest): Promise<SecretBytes> {
    const { wrapAlgorithm, encryptedDataKey, context, suite } = metadata;
    const isOldWrap = wrapAlgorithm === 'RSA' || wrapAlgorithm === 'RSA/ECB/OAEPWithSHA-256AndMGF1Padding';
    if (wrapAlgorithm !== 'RSA-OAEP-SHA1' && !isOldWrap) throw wrongKeyring(wrapAlgorithm);
    checkWrapAllowed(wrapAlgorithm, legacy);
    checkNoContext(encryptionContext);
    const { privateDer } = this.#keys.keyFor(context);
    if (privateDer === undefined) throw new S3EncryptionError('Configuration', 'An RSA keyring needs its private key to read.');
    if (isOldWrap) return (legacy as NonNullable<typeof legacy>).rsa(wrapAlgorithm, privateDer, encryptedDataKey);
    return opened(privateDer, encryptedDataKey, suite.bindingText);
  }
}

async function opened(privateDer: SecretBytes, wrapped: Uint8Array, bindingText: string): Promise<SecretBytes> {
  const privateKey = await globalThis.crypto.subtle.importKey('pkcs8', privateDer.reveal(), OAEP, false, ['decrypt']);
  const opening = globalThis.crypto.subtle.decrypt(OAEP, privateKey, Uint8Array.from(wrapped));
  const framed = new Uint8Array(await opening.catch(() => {
    throw keyDoesNotOpen();
  }));
  try {
    const text = framed.subarray(1 + DATA_KEY_SIZE);
    if (framed[0] !== DATA_KEY_SIZE || !equalInConstantTime(text, asciiBytes(bindingText))) throw keyDoesNotOpen();
    return SecretBytes.copyOf(framed.subarray(1, 1 + DATA_KEY_SIZE));
  } finally {
    framed.fill(0);
  }
}

function described({ publicKey, privateKey, materialsDescription }: RawRsaKeyPair): { key: KeyPair; description: StringMap } {
  if (publicKey === undefined && privateKey === undefined) throw new S3EncryptionError('Configuration', 'An RSA keyring needs a public key, a private key or both.');
  const key = {
    ...(publicKey === undefined ? {} : { publicDer: derOfPem(publicKey, 'PUBLIC KEY') }),
    ...(privateKey === undefined ? {} : { privateDer: SecretBytes.taken(derOfPem(privateKey, 'PRIVATE KEY')) }),
  };
  return { key, description: descriptionOf(materialsDescription) };
}
