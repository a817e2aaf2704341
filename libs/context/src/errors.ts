export type ContextErrorCode =
  | 'not_an_object'     // The decoded JSON is not a plain object of pairs.
  | 'not_text'          // A value is not a string.
  | 'ill_formed_text'   // A lone surrogate, or bytes that are not UTF-8: there is no faithful other form.
  | 'duplicate_key'     // Two pairs of one key: which one is bound would be a guess.
  | 'too_large'         // More bytes than `CONTEXT_SIZE_MAX` in the canonical form.
  | 'not_canonical';    // Bytes that `canonicalBytes` would not have written.

/** A context that is refused. The message never quotes a pair: contexts stand in no log but the audit's. */
export class ContextError extends Error {
  override readonly name = 'ContextError';

  constructor(
    readonly code: ContextErrorCode,
    message: string,
  ) {
    super(message);
  }
}
