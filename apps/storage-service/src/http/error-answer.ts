import { SigV4Error, type SigV4ErrorCode } from '@coffer/sigv4';

import { StorageError, type StorageErrorCode } from '../errors/storage-error.js';
import type { Answer } from '../s3/answer.js';
import { element, plainDocument } from '../s3/xml.js';

import { statusOf } from './status.js';

/** When trying again makes sense, if nobody knows better. */
const RETRY_AFTER_SECONDS = 1;

const signatureCodes = {
  AccessDenied: 'AccessDenied',
  AuthorizationHeaderMalformed: 'AuthorizationHeaderMalformed',
  AuthorizationQueryParametersError: 'AuthorizationQueryParametersError',
  ExpiredToken: 'ExpiredToken',
  IncompleteBody: 'IncompleteBody',
  InvalidAccessKeyId: 'InvalidAccessKeyId',
  InvalidArgument: 'InvalidArgument',
  InvalidRequest: 'InvalidRequest',
  InvalidToken: 'InvalidToken',
  MalformedTrailerError: 'MalformedTrailerError',
  MissingAuthentication: 'AccessDenied',
  MissingContentLength: 'MissingContentLength',
  RequestTimeTooSkewed: 'RequestTimeTooSkewed',
  SignatureDoesNotMatch: 'SignatureDoesNotMatch',
  XAmzContentSHA256Mismatch: 'XAmzContentSHA256Mismatch',
} satisfies Record<SigV4ErrorCode, StorageErrorCode>;

/** Whatever was thrown, as what S3 answers. What nobody foresaw is InternalError: its cause goes to the log and never to the client. */
export function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  if (error instanceof SigV4Error) {
    const message = error.code === 'MissingAuthentication' ? 'Access Denied' : error.message;
    return new StorageError(signatureCodes[error.code], message, { details: error.details });
  }
  return new StorageError('InternalError', 'We encountered an internal error. Please try again.', { cause: error });
}

/** What an error document tells of the request that failed. */
export interface FailedRequest {
  readonly method: string | undefined;
  readonly rawPath: string;
  readonly id: string;
}

/** S3's error document; to HEAD, and to a condition that says that nothing has changed, a bare status. */
export function errorAnswer(error: StorageError, request: FailedRequest, hostId: string): Answer {
  const status = statusOf[error.code];
  const headers = errorHeaders(error);
  if (request.method === 'HEAD' || status === 304) return { status, headers };
  const details = Object.entries(error.details).filter(([name]) => name !== 'Resource' && ELEMENT_NAME.test(name));
  const resource = error.details['Resource'] ?? request.rawPath;
  const content = element('Code', error.code) + element('Message', error.message)
    + details.map(([name, value]) => element(name, value)).join('')
    + element('Resource', resource) + element('RequestId', request.id) + element('HostId', hostId);
  return { status, headers, body: Buffer.from(plainDocument('Error', content)) };
}

const ELEMENT_NAME = /^[A-Za-z_][\w.-]*$/;

function errorHeaders(error: StorageError): string[] {
  const headers = ['Content-Type', 'application/xml'];
  const { code, details, retryAfterSeconds, deleteMarker } = error;
  if (code === 'ServiceUnavailable' || code === 'SlowDown') headers.push('Retry-After', String(retryAfterSeconds ?? RETRY_AFTER_SECONDS));
  if (code === 'InvalidRange' && details['ActualObjectSize'] !== undefined) headers.push('Content-Range', `bytes */${details['ActualObjectSize']}`);
  if (deleteMarker !== undefined) {
    headers.push('x-amz-delete-marker', 'true', 'x-amz-version-id', deleteMarker.versionId);
    if (code === 'MethodNotAllowed') headers.push('Allow', 'DELETE', 'Last-Modified', deleteMarker.modified.toUTCString());
  }
  return headers;
}
