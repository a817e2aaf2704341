/** Authenticated encryption that cannot be misused by accident: no nonces, no raw keys, no unbound ciphertext. */
export { Secret, SECRET_SIZE_MAX } from './secret.js';
export { associatedData, ASSOCIATED_DATA_SIZE_MAX, type AssociatedData } from './associated-data.js';
export { seal, open, openSecret, SEAL_OVERHEAD, SHORT_SIZE_MAX } from './aead.js';
export { deriveKey, deriver, DERIVER_INFO_SIZE_MAX, type Deriver } from './derive.js';
export { randomFew } from './random-pool.js';
export { mac, verifyMac, MAC_SIZE } from './mac.js';
export { sealStream, sealParts } from './stream/seal-stream.js';
export { openStream } from './stream/open-stream.js';
export { sealWhole, openWhole, WHOLE_SIZE_MAX } from './stream/whole.js';
export { openRange, type ReadSealed } from './stream/open-range.js';
export type { ByteRange } from './stream/range-plan.js';
export { sealedSize, plaintextSize, SEGMENT_SIZE_MIN, SEGMENT_SIZE_MAX } from './stream/layout.js';
export type { Bytes } from './stream/segmented.js';
export { CryptoError, type CryptoErrorCode } from './errors.js';
