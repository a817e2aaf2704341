/** Why a request was not believed, by the names that S3 answers with. Other doors translate them into their own. */
export type SigV4ErrorCode =
  | 'AccessDenied' // Not covered by the signature, expired, or without a date.
  | 'AuthorizationHeaderMalformed'
  | 'AuthorizationQueryParametersError'
  | 'ExpiredToken' // Session credentials whose time is over.
  | 'IncompleteBody' // Fewer or more bytes than were declared.
  | 'InvalidAccessKeyId'
  | 'InvalidArgument'
  | 'InvalidRequest'
  | 'InvalidToken' // A session token that is not one of ours, or not this access key's, or missing where the key needs one.
  | 'MalformedTrailerError'
  | 'MissingAuthentication' // No signature at all. Not S3's name: the door decides what an anonymous caller may do.
  | 'MissingContentLength'
  | 'RequestTimeTooSkewed'
  | 'SignatureDoesNotMatch' // Wrong secret or a changed request. Never says which.
  | 'XAmzContentSHA256Mismatch';

/**
 * Callers branch on `code`. The message is S3's own where S3 has one. `details` are further elements of the error document; they quote what
 * the client sent (the canonical request among it), so they go back to the client and into no log.
 */
export class SigV4Error extends Error {
  override readonly name = 'SigV4Error';

  constructor(
    readonly code: SigV4ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}
