import { signedBody, type UnsignedRequest, type Verified } from '@coffer/sigv4';

import { StorageError } from '../errors/storage-error.js';
import type { Answer } from '../s3/answer.js';
import { asSeenByCaller, authorizeOperation } from '../s3/authorization.js';
import type { RequestBody, S3Deps } from '../s3/call.js';
import { dispatch } from '../s3/dispatch.js';
import { parseOperation } from '../s3/operation.js';
import { parseQuery } from '../s3/query.js';
import { refuseUnsupportedHeaders } from '../s3/refused-headers.js';
import type { S3Request } from '../s3/request.js';
import { parseTarget } from '../s3/target.js';

import { authenticate, type Authenticator } from './authenticate.js';
import type { Exchange } from './exchange.js';
import { isConfidential, tlsVersion } from './peer.js';

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
  const authenticated = authenticate(deps.authenticator, exchange);
  const { caller, verified } = authenticated instanceof Promise ? await authenticated : authenticated;
  exchange.caller = caller;
  const request = parseRequest(deps, exchange);
  const operation = parseOperation(request);
  exchange.operation = operation;
  refuseUnsupportedHeaders(request);
  const signature = 'form' in verified ? verified : undefined;
  const bucket = await authorizeOperation(deps, { operation, request, caller, signature });
  exchange.bucketOwner = 'bucket' in operation ? (bucket?.ownerAccountId ?? caller.accountId) : undefined;
  const call = { operation, request, caller, bucket, signature, body: bodyOf(exchange, verified), secrets: exchange.secrets };
  try {
    return await dispatch(deps, call);
  } catch (error) {
    throw await asSeenByCaller(deps, call, error);
  }
}

function parseRequest(deps: DoorDeps, { request, rawPath, rawQuery }: Exchange): S3Request {
  return {
    method: request.method ?? '',
    target: parseTarget(request.headers.host ?? '', rawPath, deps.domains),
    query: parseQuery(rawQuery),
    headers: request.headers,
    confidential: deps.allowPlainHttp || isConfidential(request.socket),
    tlsVersion: tlsVersion(request.socket),
  };
}

function bodyOf(exchange: Exchange, verified: Verified | UnsignedRequest): RequestBody {
  const signed = signedBody(verified, exchange.body);
  return { stream: signed.body, trailers: () => signed.trailers(), length: bodyLength(exchange, verified) };
}

/** Of plaintext: what aws-chunked says that its chunks hold, else what HTTP says. */
function bodyLength({ request }: Exchange, { payload }: UnsignedRequest | Verified): number | undefined {
  if (payload.kind === 'chunked') return payload.decodedLength;
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

function urlTooLong(): StorageError {
  return new StorageError('RequestHeaderSectionTooLarge', 'Your request header and query-string sections exceed the maximum allowed size.', {
    details: { MaxSizeAllowed: String(URL_LENGTH_MAX) },
  });
}
