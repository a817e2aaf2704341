/** Whose fault an error is: the caller's (HTTP 400) or ours (HTTP 500, and a caller may try again). */
export type Fault = 'client' | 'server';

/**
 * Every code that either door may answer, by AWS's names. A code is all that a client branches on; the message is for people.
 *
 * InvalidCiphertextException says nothing more, whether key, context or bytes were wrong. KMSInternalException hides its cause, which is
 * logged and never sent. NotFoundException is also the answer for keys that are not the caller's to see.
 */
export const faultOf = {
  AccessDeniedException: 'client',
  AlreadyExistsException: 'client',
  DependencyTimeoutException: 'server',
  DisabledException: 'client',
  DryRunOperationException: 'client',
  ExpiredTokenException: 'client',
  IncompleteSignatureException: 'client',
  IncorrectKeyException: 'client',
  InvalidAliasNameException: 'client',
  InvalidArnException: 'client',
  InvalidCiphertextException: 'client',
  InvalidGrantIdException: 'client',
  InvalidGrantTokenException: 'client',
  InvalidKeyUsageException: 'client',
  InvalidMarkerException: 'client',
  InvalidSignatureException: 'client',
  KeyUnavailableException: 'server',
  KMSInternalException: 'server',
  KMSInvalidStateException: 'client',
  LimitExceededException: 'client',
  MalformedPolicyDocumentException: 'client',
  MissingAuthenticationTokenException: 'client',
  NotFoundException: 'client',
  RequestEntityTooLargeException: 'client',
  SerializationException: 'client',
  TagException: 'client',
  ThrottlingException: 'client',
  UnknownOperationException: 'client',
  UnrecognizedClientException: 'client',
  UnsupportedOperationException: 'client',
  ValidationException: 'client',
} as const satisfies Record<string, Fault>;

export type KmsErrorCode = keyof typeof faultOf;

export interface KmsErrorOptions {
  /** Logged, never sent. */
  readonly cause?: unknown;
  /** The key that the refusal is about, where it is known: the audit event names it. */
  readonly keyArn?: string | undefined;
}

/** The one error that operations throw. The message is sent to the caller: it never holds a secret. */
export class KmsError extends Error {
  override readonly name = 'KmsError';
  readonly keyArn: string | undefined;

  constructor(
    readonly code: KmsErrorCode,
    message: string,
    options: KmsErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.keyArn = options.keyArn;
  }

  get fault(): Fault {
    return faultOf[this.code];
  }
}

/** What a caller may know of `error`: itself if it is ours to tell, else that something failed inside. */
export function toKmsError(error: unknown): KmsError {
  return error instanceof KmsError ? error : new KmsError('KMSInternalException', 'The request failed inside the key service.', { cause: error });
}
