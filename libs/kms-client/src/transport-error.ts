import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { KmsClientError, type KmsClientErrorCode } from './kms-client.js';

/** Longer than the pause between pings, so that a service that is back has been noticed by then. */
export const RETRY_AFTER_SECONDS = 1;

/** The trailing metadata that holds AWS's name of an error. */
const ERROR_CODE_KEY = 'coffer-error-code';

const codes = {
  NotFoundException: true,
  DisabledException: true,
  KMSInvalidStateException: true,
  InvalidCiphertextException: true,
  IncorrectKeyException: true,
  InvalidKeyUsageException: true,
  ValidationException: true,
  AccessDeniedException: true,
  KMSInternalException: true,
  UnrecognizedClientException: true,
  ExpiredTokenException: true,
  Unavailable: true,
} satisfies Record<KmsClientErrorCode, true>;

/** Errors of the key service that mean "not now": what they are to a caller that knows no others. */
const TRANSIENT = new Set(['KeyUnavailableException', 'DependencyTimeoutException', 'ThrottlingException', 'LimitExceededException']);

function isCode(name: string): name is KmsClientErrorCode {
  return Object.hasOwn(codes, name);
}

/** The error that the key service answered, by its AWS name. A name that this client does not know is the service's fault or a pause. */
export function answeredError(name: string, message: string): KmsClientError {
  if (isCode(name)) return new KmsClientError(name, message);
  if (TRANSIENT.has(name)) return new KmsClientError('Unavailable', message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  return new KmsClientError('KMSInternalException', `${name}: ${message}`);
}

export function unavailable(message: string, cause?: unknown): KmsClientError {
  return new KmsClientError('Unavailable', message, { cause, retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** How a whole call ended without results. */
export interface CallFailure {
  readonly error: KmsClientError;
  /** False if the key service itself answered so. */
  readonly transport: boolean;
  /** Whether the same call may succeed at once on another connection: it was lost, not late. */
  readonly retryable: boolean;
}

/** AWS's name in the metadata: the service answered. None: the call was lost or late on the way. Not gRPC's at all: ours, and no use to repeat. */
export function callFailure(error: unknown): CallFailure {
  if (!isServiceError(error)) return { error: new KmsClientError('KMSInternalException', 'The key service was not called.', { cause: error }), transport: false, retryable: false };
  const [name] = error.metadata.get(ERROR_CODE_KEY);
  if (typeof name === 'string') return { error: answeredError(name, error.details), transport: false, retryable: false };
  const message = isLate(error) ? 'The key service did not answer in time.' : 'The key service could not be reached.';
  return { error: unavailable(message, error), transport: true, retryable: error.code === status.UNAVAILABLE };
}

export function isLate(error: unknown): boolean {
  return isServiceError(error) && error.code === status.DEADLINE_EXCEEDED;
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'metadata' in error && error.metadata instanceof Metadata;
}
