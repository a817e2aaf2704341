import { createHash, createPublicKey, generateKeyPairSync, sign, verify, createPrivateKey, type KeyObject } from 'node:crypto';

/** The key that signs digests: Ed25519, whose signatures are the same for the same bytes. */
export class DigestKey {
  readonly #key: KeyObject;

  /** `pkcs8`: the private key in DER. */
  constructor(pkcs8: Uint8Array) {
    this.#key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  }

  /** A fresh key in DER, to be kept by the caller and cleared. */
  static generate(): Buffer {
    return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  }

  get publicKeyPem(): string {
    return createPublicKey(this.#key).export({ format: 'pem', type: 'spki' }) as string;
  }

  get fingerprint(): string {
    return fingerprintOf(createPublicKey(this.#key));
  }

  /** In hex, as it stands beside a digest. */
  sign(bytes: Uint8Array): string {
    return sign(null, bytes, this.#key).toString('hex');
  }
}

/** A public key out of its PEM. Throws for what is no Ed25519 key. */
export function readDigestPublicKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('the key of digests is an Ed25519 key');
  return key;
}

/** SHA-256 of the key's DER, in hex. */
export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ format: 'der', type: 'spki' })).digest('hex');
}

export function isSignedBy(publicKey: KeyObject, bytes: Uint8Array, signature: string): boolean {
  return /^[0-9a-f]{128}$/.test(signature) && verify(null, bytes, publicKey, Buffer.from(signature, 'hex'));
}
