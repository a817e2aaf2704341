import { S3EncryptionError } from '../errors.js';

/**
 * The DER bytes of a PEM text (RFC 7468) with one block of the label that WebCrypto imports: `PUBLIC KEY` (SPKI) or `PRIVATE KEY` (PKCS#8).
 * Refuses with `Configuration` any other.
 */
export function derOfPem(pem: string, label: 'PUBLIC KEY' | 'PRIVATE KEY'): Uint8Array<ArrayBuffer> {
  const block = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(pem);
  if (block?.[1] === undefined) throw new S3EncryptionError('Configuration', `An RSA key must be PEM with a block "${label}".`);
  try {
    return Uint8Array.from(atob(block[1].replace(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch {
    throw new S3EncryptionError('Configuration', `The block "${label}" of an RSA key is not readable.`);
  }
}
