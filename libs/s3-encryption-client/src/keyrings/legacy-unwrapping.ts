import { S3EncryptionError } from '../errors.js';
import type { LegacyWrapAlgorithm, WrapAlgorithm } from '../format/content-metadata.js';
import type { SecretBytes } from '../secret-bytes.js';

/**
 * The key wraps that are only read, and only by switch. WebCrypto has none of them, so they come from outside of the core. Both refuse with
 * `KeyUnwrap` and never say why.
 */
export interface LegacyUnwrapping {
  aes(wrapAlgorithm: 'AESWrap' | 'AES', wrappingKey: SecretBytes, encryptedDataKey: Uint8Array): SecretBytes;
  rsa(wrapAlgorithm: 'RSA' | 'RSA/ECB/OAEPWithSHA-256AndMGF1Padding', privateKeyPkcs8: SecretBytes, encryptedDataKey: Uint8Array): SecretBytes;
}

const legacyWraps: ReadonlySet<WrapAlgorithm> = new Set<LegacyWrapAlgorithm>(['kms', 'AESWrap', 'AES', 'RSA', 'RSA/ECB/OAEPWithSHA-256AndMGF1Padding']);

/** Refuses with `LegacyDisabled` a wrap that is only read by switch, where the switch is off. */
export function checkWrapAllowed(wrapAlgorithm: WrapAlgorithm, legacy: LegacyUnwrapping | undefined): void {
  if (legacy !== undefined || !legacyWraps.has(wrapAlgorithm)) return;
  throw new S3EncryptionError('LegacyDisabled', `The data key is wrapped with ${wrapAlgorithm}: set enableLegacyWrappingAlgorithms to read it.`);
}

export function wrongKeyring(wrapAlgorithm: WrapAlgorithm): S3EncryptionError {
  return new S3EncryptionError('WrongKeyring', `The data key is wrapped with ${wrapAlgorithm}, which this keyring does not open.`);
}
