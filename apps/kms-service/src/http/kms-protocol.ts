import { SigV4Error, type SigV4ErrorCode } from '@coffer/sigv4';
import { KmsError, toKmsError, type KmsErrorCode } from '../errors/kms-error.js';
import { handle, type Corridor } from './handle.js';
import { jsonProtocol, type JsonError } from './json-protocol.js';
import { isServed, TARGET_PREFIX } from './operation-name.js';
import type { Protocol } from './protocol.js';

/** KMS's names for what is wrong with a signature. */
const codeOf = {
  AccessDenied: 'InvalidSignatureException',
  AuthorizationHeaderMalformed: 'IncompleteSignatureException',
  AuthorizationQueryParametersError: 'IncompleteSignatureException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteBody: 'InvalidSignatureException',
  InvalidAccessKeyId: 'UnrecognizedClientException',
  InvalidArgument: 'IncompleteSignatureException',
  InvalidRequest: 'IncompleteSignatureException',
  InvalidToken: 'UnrecognizedClientException',
  MalformedTrailerError: 'InvalidSignatureException',
  MissingAuthentication: 'MissingAuthenticationTokenException',
  MissingContentLength: 'InvalidSignatureException',
  RequestTimeTooSkewed: 'InvalidSignatureException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  XAmzContentSHA256Mismatch: 'InvalidSignatureException',
} as const satisfies Record<SigV4ErrorCode, KmsErrorCode>;

/** KMS's own words, where they are not those of the library, which are S3's. */
const MESSAGES: ReadonlyMap<SigV4ErrorCode, string> = new Map([
  ['ExpiredToken', 'The security token included in the request is expired'],
  ['InvalidAccessKeyId', 'The security token included in the request is invalid.'],
  ['InvalidToken', 'The security token included in the request is invalid.'],
  ['MissingAuthentication', 'Missing Authentication Token'],
  [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
]);

/** AWS KMS: JSON 1.1. */
export function kmsProtocol(corridor: Corridor): Protocol {
  return jsonProtocol({
    signingName: 'kms',
    targetPrefixes: [TARGET_PREFIX],
    serves: isServed,
    serve: (request, requestId) => handle(corridor, request, requestId),
    errorOf: kmsJsonError,
  });
}

/** Whatever was thrown, as KMS tells it. Other services that speak JSON 1.1 have the same names for what is wrong with a signature. */
export function kmsJsonError(thrown: unknown): JsonError {
  const error = thrown instanceof SigV4Error ? signatureError(thrown) : toKmsError(thrown);
  const { code, message, fault } = error;
  return { code, message, status: statusOf(error), ...(fault === 'server' && { logged: error }) };
}

function signatureError({ code, message }: SigV4Error): KmsError {
  return new KmsError(codeOf[code], MESSAGES.get(code) ?? message);
}

function statusOf({ code, fault }: KmsError): number {
  if (code === 'RequestEntityTooLargeException') return 413;
  return fault === 'client' ? 400 : 500;
}
