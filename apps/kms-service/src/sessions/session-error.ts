/** Why a session's credentials are not taken, by STS's names, which every door has its own words for. */
export type SessionErrorCode =
  | 'InvalidToken' // Not sealed here, or under a key that was replaced, or not this access key's. Never says which.
  | 'ExpiredToken';

export class SessionError extends Error {
  override readonly name = 'SessionError';

  constructor(readonly code: SessionErrorCode, options?: { readonly cause?: unknown }) {
    super(code === 'ExpiredToken' ? 'The provided token has expired.' : 'The provided token is malformed or otherwise invalid.', options);
  }
}
