import type { AlgorithmSuite } from '../algorithm-suite.js';
import type { ContentMetadata, WrapAlgorithm } from '../format/content-metadata.js';
import type { SecretBytes } from '../secret-bytes.js';
import type { StringMap } from '../string-map.js';
import type { LegacyUnwrapping } from './legacy-unwrapping.js';

export interface WrapRequest {
  readonly suite: AlgorithmSuite;
  /** The caller's encryption context, without the reserved pair. */
  readonly encryptionContext: StringMap;
  /** A data key that exists already and is to be wrapped once more. Without it the keyring makes one. */
  readonly dataKey?: SecretBytes;
  readonly abortSignal?: AbortSignal;
}

export interface WrappedKey {
  /** 32 bytes; the caller clears them. */
  readonly dataKey: SecretBytes;
  readonly encryptedDataKey: Uint8Array;
  readonly wrapAlgorithm: WrapAlgorithm;
  /** What is stored with it: the whole KMS context, or the materials description. */
  readonly context: StringMap;
}

export interface UnwrapRequest {
  readonly metadata: ContentMetadata;
  /** The context that the reader gives on this call. */
  readonly encryptionContext: StringMap;
  /** Present where legacy wraps are switched on. */
  readonly legacy?: LegacyUnwrapping;
  readonly abortSignal?: AbortSignal;
}

/** Makes, wraps and unwraps data keys. Knows nothing of bodies and of S3. */
export interface Keyring {
  /** Whose keys these are: re-encryption treats a KMS's otherwise than raw ones. */
  readonly kind: 'kms' | 'aes' | 'rsa';
  /** The materials description of the key that writes; raw keyrings only. */
  readonly mainDescription?: StringMap;

  /** A data key, in the clear and wrapped for the suite. */
  wrap(request: WrapRequest): Promise<WrappedKey>;

  /**
   * The data key of an object. Refuses with `WrongKeyring`, `LegacyDisabled`, `EncryptionContextMismatch`, `MaterialsMismatch`, `KeyUnwrap` or
   * `KeyService`. The caller clears it.
   */
  unwrap(request: UnwrapRequest): Promise<SecretBytes>;
}
