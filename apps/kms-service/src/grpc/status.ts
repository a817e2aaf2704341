import { Metadata, status, type ServerErrorResponse } from '@grpc/grpc-js';
import type { KmsError, KmsErrorCode } from '../errors/kms-error.js';

/** Trailing metadata that holds AWS's name of the error. */
export const ERROR_CODE_KEY = 'coffer-error-code';
/** HTTP/2 headers have a limit, and a message may quote what the caller sent. */
const MESSAGE_LENGTH_MAX = 1_024;

const statusOf = {
  AccessDeniedException: status.PERMISSION_DENIED,
  AlreadyExistsException: status.ALREADY_EXISTS,
  DependencyTimeoutException: status.DEADLINE_EXCEEDED,
  DisabledException: status.FAILED_PRECONDITION,
  DryRunOperationException: status.FAILED_PRECONDITION,
  ExpiredTokenException: status.UNAUTHENTICATED,
  IncompleteSignatureException: status.UNAUTHENTICATED,
  IncorrectKeyException: status.INVALID_ARGUMENT,
  InvalidAliasNameException: status.INVALID_ARGUMENT,
  InvalidArnException: status.INVALID_ARGUMENT,
  InvalidCiphertextException: status.INVALID_ARGUMENT,
  InvalidGrantIdException: status.INVALID_ARGUMENT,
  InvalidGrantTokenException: status.INVALID_ARGUMENT,
  InvalidKeyUsageException: status.INVALID_ARGUMENT,
  InvalidMarkerException: status.INVALID_ARGUMENT,
  InvalidSignatureException: status.UNAUTHENTICATED,
  KeyUnavailableException: status.UNAVAILABLE,
  KMSInternalException: status.INTERNAL,
  KMSInvalidStateException: status.FAILED_PRECONDITION,
  LimitExceededException: status.RESOURCE_EXHAUSTED,
  MalformedPolicyDocumentException: status.INVALID_ARGUMENT,
  MissingAuthenticationTokenException: status.UNAUTHENTICATED,
  NotFoundException: status.NOT_FOUND,
  RequestEntityTooLargeException: status.INVALID_ARGUMENT,
  SerializationException: status.INVALID_ARGUMENT,
  TagException: status.INVALID_ARGUMENT,
  ThrottlingException: status.RESOURCE_EXHAUSTED,
  UnknownOperationException: status.UNIMPLEMENTED,
  UnrecognizedClientException: status.UNAUTHENTICATED,
  UnsupportedOperationException: status.UNIMPLEMENTED,
  ValidationException: status.INVALID_ARGUMENT,
} satisfies Record<KmsErrorCode, number>;

/** The one place where an error becomes a gRPC status. */
export function statusFor({ code, message }: KmsError): ServerErrorResponse & { readonly code: number; readonly details: string; readonly metadata: Metadata } {
  const metadata = new Metadata();
  metadata.set(ERROR_CODE_KEY, code);
  const details = message.slice(0, MESSAGE_LENGTH_MAX).toWellFormed();
  return { name: code, message: details, code: statusOf[code], details, metadata };
}
