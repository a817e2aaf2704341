import { signedBody, type Verified } from '@coffer/sigv4';

import { authorize } from '../access/authorize.js';
import { StorageError } from '../errors/storage-error.js';
import type { Answer } from '../s3/answer.js';
import type { RequestBody, S3Deps } from '../s3/call.js';
import { dispatch } from '../s3/dispatch.js';
import { parseOperation, type Operation } from '../s3/operation.js';
import { parseQuery } from '../s3/query.js';
import { refuseUnsupportedHeaders } from '../s3/refused-headers.js';
import { header, type S3Request } from '../s3/request.js';
import { requiredAccess } from '../s3/required-access.js';
import { parseTarget } from '../s3/target.js';

import { authenticate, type Authenticator } from './authenticate.js';
import type { Exchange } from './exchange.js';
import { isConfidential } from './peer.js';

/** What the corridor stands on. */
export interface DoorDeps extends S3Deps {
  readonly authenticator: Authenticator;
  /** In front of which a host name is a bucket's; the longest first. */
  readonly domains: readonly string[];
  /** Lets keys, and what is sealed under them, pass over plain HTTP from other machines: where TLS ends in front of this service. */
  readonly allowPlainHttp: boolean;
}

/** Path and query together; a key of 1,024 bytes and the longest signature take less than half. */
export const URL_LENGTH_MAX = 16_384;

/** The journey of every request, in order. Any step may throw; `respond` is the only writer of responses. */
export async function handle(deps: DoorDeps, exchange: Exchange): Promise<Answer> {
  if ((exchange.request.url ?? '').length > URL_LENGTH_MAX) throw urlTooLong();
  const { caller, verified } = authenticate(deps.authenticator, exchange);
  exchange.caller = caller;
  const request = parseRequest(deps, exchange);
  const operation = parseOperation(request);
  exchange.operation = operation;
  refuseUnsupportedHeaders(request);
  await authorizeAll(deps, exchange, request, operation);
  const body = bodyOf(exchange, verified);
  return dispatch(deps, { operation, request, caller, body, secrets: exchange.secrets });
}

function parseRequest(deps: DoorDeps, { request, rawPath, rawQuery }: Exchange): S3Request {
  return {
    method: request.method ?? '',
    target: parseTarget(request.headers.host ?? '', rawPath, deps.domains),
    query: parseQuery(rawQuery),
    headers: request.headers,
    confidential: deps.allowPlainHttp || isConfidential(request.socket),
  };
}

/** Throws NoSuchBucket where there is none, as S3 does before it says who may. */
async function authorizeAll(deps: DoorDeps, { caller }: Exchange, request: S3Request, operation: Operation): Promise<void> {
  if (caller === undefined) throw new Error('internal error: authorization without a caller');
  for (const { action, resource, bucket } of requiredAccess(operation, request)) {
    const owner = bucket === undefined ? caller.accountId : (await deps.objects.bucket(bucket)).ownerAccountId;
    authorize(caller, action, resource, owner);
    checkExpectedOwner(request, owner, bucket === request.target.bucket ? 'x-amz-expected-bucket-owner' : 'x-amz-source-expected-bucket-owner');
  }
}

function checkExpectedOwner(request: S3Request, owner: string, name: string): void {
  const expected = header(request, name);
  if (expected !== undefined && expected !== owner) throw new StorageError('AccessDenied', 'Access Denied');
}

function bodyOf(exchange: Exchange, verified: Verified): RequestBody {
  const signed = signedBody(verified, exchange.body);
  return { stream: signed.body, trailers: () => signed.trailers(), length: bodyLength(exchange, verified) };
}

/** Of plaintext: what aws-chunked says that its chunks hold, else what HTTP says. */
function bodyLength({ request }: Exchange, { payload }: Verified): number | undefined {
  if (payload.kind === 'chunked') return payload.decodedLength;
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

function urlTooLong(): StorageError {
  return new StorageError('RequestHeaderSectionTooLarge', 'Your request header and query-string sections exceed the maximum allowed size.', {
    details: { MaxSizeAllowed: String(URL_LENGTH_MAX) },
  });
}
