/** Whose fault it is and with which HTTP status it is told. */
interface Kind {
  readonly status: number;
  readonly fault: 'client' | 'server';
}

const client = (status: number): Kind => ({ status, fault: 'client' });

/**
 * Every code that STS and IAM answer here, by AWS's names, with AWS's statuses. A code is all that a client branches on; the message is for people.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export const kindOf = {
  AccessDenied: client(403),
  ConcurrentModification: client(409),
  DeleteConflict: client(409),
  EntityAlreadyExists: client(409),
  ExpiredToken: client(403),
  ExpiredTokenException: client(400),
  IDPCommunicationError: client(400),
  IncompleteSignature: client(400),
  InternalFailure: { status: 500, fault: 'server' },
  InvalidAction: client(400),
  InvalidClientTokenId: client(403),
  InvalidIdentityToken: client(400),
  InvalidInput: client(400),
  LimitExceeded: client(409),
  MalformedPolicyDocument: client(400),
  MalformedQueryString: client(400),
  MissingAuthenticationToken: client(403),
  NoSuchEntity: client(404),
  OptInRequired: client(403),
  PackedPolicyTooLarge: client(400),
  RequestExpired: client(400),
  SignatureDoesNotMatch: client(403),
  UnmodifiableEntity: client(400),
  ValidationError: client(400),
} as const satisfies Record<string, Kind>;

export type QueryErrorCode = keyof typeof kindOf;

/** The one error that the services of the Query protocol throw. The message is sent to the caller: it never holds a secret or a token. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(readonly code: QueryErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
  }
}

/** What a caller may know of `error`: itself if it is ours to tell, else that something failed inside. */
export function toQueryError(error: unknown): QueryError {
  return error instanceof QueryError ? error : new QueryError('InternalFailure', 'The request processing has failed because of an unknown error, exception or failure.', { cause: error });
}

/** AWS's sentence for one member that does not keep its constraint. */
export function invalidMember(member: string, constraint: string): QueryError {
  return new QueryError('ValidationError', `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`);
}
