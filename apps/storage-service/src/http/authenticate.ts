import type { Caller, Identities } from '@coffer/iam';
import { Verifier, type Verified } from '@coffer/sigv4';

import type { Exchange } from './exchange.js';
import { peerAddress } from './peer.js';

/** Long enough for any that exists; what is longer is cut before it is kept in records and events. */
const USER_AGENT_LENGTH_MAX = 512;

/** Who signs requests, and how that is checked. */
export interface Authenticator {
  /** The service that the KMS sees calling for the caller: `s3.REGION.amazonaws.com`. */
  readonly service: string;
  readonly verifier: Verifier;
  /** Those of now: a request is checked by one snapshot, and the next request may find another. */
  readonly identities: () => Identities;
}

/** For the S3 door of a region. */
export function createAuthenticator(region: string, identities: () => Identities): Authenticator {
  const secretOf = (accessKeyId: string): string | undefined => identities().find(accessKeyId)?.accessKey.reveal();
  const verifier = new Verifier({ region, service: 's3', secretOf, now: () => new Date() });
  return { service: `s3.${region}.amazonaws.com`, verifier, identities };
}

/** Who made the request, and what they signed of its body. Throws SigV4Error; an unsigned request is one, since everyone must sign. */
export function authenticate({ service, verifier, identities }: Authenticator, exchange: Exchange): { readonly caller: Caller; readonly verified: Verified } {
  const { request } = exchange;
  const verified = verifier.verify({
    method: request.method ?? '', rawPath: exchange.rawPath, rawQuery: exchange.rawQuery, rawHeaders: request.rawHeaders,
  });
  const identity = identities().find(verified.accessKeyId);
  if (identity === undefined) throw new Error('internal error: an access key was verified and has no identity');
  const caller: Caller = {
    ...identity.principal,
    accessKeyId: verified.accessKeyId,
    sourceIp: peerAddress(request.socket),
    secureTransport: 'encrypted' in request.socket,
    viaService: service,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, USER_AGENT_LENGTH_MAX),
  };
  return { caller, verified };
}
