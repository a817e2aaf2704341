import type { AlgorithmSuite } from '../algorithm-suite.js';
import type { StringMap } from '../string-map.js';

/** How a data key is wrapped, by the names of format V2; V3 writes a number for each that may still be written. */
export type WrapAlgorithm = 'kms+context' | 'AES/GCM' | 'RSA-OAEP-SHA1' | LegacyWrapAlgorithm;
export type LegacyWrapAlgorithm = 'kms' | 'AESWrap' | 'AES' | 'RSA' | 'RSA/ECB/OAEPWithSHA-256AndMGF1Padding';

export type MetadataFormat = 'V1' | 'V2' | 'V3';

/** What stays on a committing object even when its wrapped key lies in an instruction file. */
export interface CommittedPart {
  readonly suite: AlgorithmSuite;
  readonly nonce: Uint8Array;
  readonly commitment: Uint8Array;
}

/** All that is needed to open an object, but the keys. Its texts are parsed and its lengths are right; nothing of it is authenticated. */
export interface ContentMetadata {
  readonly format: MetadataFormat;
  readonly suite: AlgorithmSuite;
  /** The IV, or the message id of a committing suite. */
  readonly nonce: Uint8Array;
  /** Of a committing suite only. */
  readonly commitment?: Uint8Array;
  readonly encryptedDataKey: Uint8Array;
  readonly wrapAlgorithm: WrapAlgorithm;
  /** The KMS encryption context, reserved pair included, or the materials description of a raw key. */
  readonly context: StringMap;
  /** The plaintext's length, where the writer told it (V1 and V2). */
  readonly plaintextLength?: number;
}

export function isKmsWrap(wrapAlgorithm: WrapAlgorithm): boolean {
  return wrapAlgorithm === 'kms' || wrapAlgorithm === 'kms+context';
}
