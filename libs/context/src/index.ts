/** Encryption contexts: parsed within their limits, and the one form of bytes in which they are bound. */
export type { EncryptionContext } from './encryption-context.js';
export { parseContext, contextOf } from './parse-context.js';
export { canonicalBytes, CONTEXT_SIZE_MAX } from './canonical-bytes.js';
export { parseCanonical } from './parse-canonical.js';
export { ContextError, type ContextErrorCode } from './errors.js';
