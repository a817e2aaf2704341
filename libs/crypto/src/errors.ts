export type CryptoErrorCode =
  | 'not_authentic' // Wrong key, wrong associated data or changed bytes. Never says which.
  | 'truncated'     // Fewer bytes than the format or the asked range needs, whatever they hold.
  | 'bad_parameter' // The caller's mistake: a size, a range, a key length out of its named limits.
  | 'disposed';     // A secret was used after it was cleared.

/** Every refusal of this library. Callers branch on `code`; the message is for the operator's log and holds no bytes. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError';

  constructor(
    readonly code: CryptoErrorCode,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}

/** The one message of a failed tag, so that no door can say more than another. */
export function notAuthentic(): CryptoError {
  return new CryptoError('not_authentic', 'The bytes do not open: wrong key, wrong associated data or changed bytes.');
}
