import { hash } from 'node:crypto';
import type { Caller, Identities } from '@coffer/iam';
import { SigV4Error, Verifier, type SigV4ErrorCode } from '@coffer/sigv4';
import { KmsError, type KmsErrorCode } from '../errors/kms-error.js';
import type { HttpRequest } from './http-request.js';

/** Tells who signed a request. Throws KmsError. */
export type Authenticate = (request: HttpRequest) => Caller;

/** KMS's names for what is wrong with a signature. */
const codeOf = {
  AccessDenied: 'InvalidSignatureException',
  AuthorizationHeaderMalformed: 'IncompleteSignatureException',
  AuthorizationQueryParametersError: 'IncompleteSignatureException',
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
  ['InvalidAccessKeyId', 'The security token included in the request is invalid.'],
  ['InvalidToken', 'The security token included in the request is invalid.'],
  ['MissingAuthentication', 'Missing Authentication Token'],
  [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
]);

/** Signature Version 4 for the service `kms`, by the access keys of the identities of now. The body's hash is part of what is signed. */
export function authenticator(identities: () => Identities, region: string, now: () => Date): Authenticate {
  const verifier = new Verifier({ region, service: 'kms', now, secretOf: (accessKeyId) => identities().find(accessKeyId)?.accessKey.reveal() });
  return ({ method, url, rawHeaders, body, sourceIp, userAgent, secureTransport }) => {
    const [rawPath = '', ...query] = url.split('?');
    const bodySha256 = hash('sha256', body, 'hex');
    const { accessKeyId } = translated(() => verifier.verify({ method, rawPath, rawQuery: query.join('?'), rawHeaders, bodySha256 }));
    const identity = identities().find(accessKeyId);
    if (identity === undefined) throw new KmsError(codeOf.InvalidAccessKeyId, MESSAGES.get('InvalidAccessKeyId') ?? '');
    return { ...identity.principal, accessKeyId, sourceIp, userAgent, secureTransport };
  };
}

function translated<T>(verify: () => T): T {
  try {
    return verify();
  } catch (error) {
    if (error instanceof SigV4Error) throw new KmsError(codeOf[error.code], MESSAGES.get(error.code) ?? error.message);
    throw error;
  }
}
