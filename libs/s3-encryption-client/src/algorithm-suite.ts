/**
 * The algorithm suites of S3 client-side encryption, by the names and numbers that every client shares.
 *
 *     0x0073  AES-256-GCM under a key derived by HKDF-SHA-512, which the object commits to. Written by default.
 *     0x0072  AES-256-GCM under the data key itself. Written for readers that are older.
 *     0x0070  AES-256-CBC, unauthenticated. Only read, by switch.
 */
export type EncryptionAlgorithm = 'ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY' | 'ALG_AES_256_GCM_IV12_TAG16_NO_KDF';
export type AlgorithmName = EncryptionAlgorithm | 'ALG_AES_256_CBC_IV16_NO_KDF';

export interface AlgorithmSuite {
  readonly id: number;
  readonly name: AlgorithmName;
  readonly committing: boolean;
  readonly authenticated: boolean;
  /** Bytes of what the metadata holds of the nonce: the message id of a committing suite, else the IV. */
  readonly nonceSize: number;
  /** What binds a wrapped data key to this suite: the reserved pair of the KMS context, the AAD or text of raw keyrings. */
  readonly bindingText: string;
}

export const committingGcm: AlgorithmSuite = {
  id: 0x0073, name: 'ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY', committing: true, authenticated: true, nonceSize: 28, bindingText: '115',
};
export const plainGcm: AlgorithmSuite = {
  id: 0x0072, name: 'ALG_AES_256_GCM_IV12_TAG16_NO_KDF', committing: false, authenticated: true, nonceSize: 12, bindingText: 'AES/GCM/NoPadding',
};
export const legacyCbc: AlgorithmSuite = {
  id: 0x0070, name: 'ALG_AES_256_CBC_IV16_NO_KDF', committing: false, authenticated: false, nonceSize: 16, bindingText: 'AES/CBC/PKCS5Padding',
};

export const DATA_KEY_SIZE = 32;
export const COMMITMENT_SIZE = 28;
export const GCM_IV_SIZE = 12;
export const TAG_SIZE = 16;
export const BLOCK_SIZE = 16;

/** GCM's own limit for one key and IV (NIST SP 800-38D): 2^39 - 256 bits, a little under 64 GiB. */
export const PLAINTEXT_SIZE_MAX = 2 ** 36 - 32;
