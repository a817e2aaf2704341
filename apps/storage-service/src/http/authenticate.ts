import { isSessionKeyId, SessionToken, type Caller, type Identities } from '@coffer/iam';
import { plainAddress } from '@coffer/service';
import { invalidToken, SigV4Error, Verifier, type UnsignedRequest, type Unproven, type Verified } from '@coffer/sigv4';

import { anonymous, isUnsigned } from './anonymous.js';
import type { Exchange } from './exchange.js';
import type { HeldSessions } from './held-sessions.js';
import { KnownCallers, type From } from './known-callers.js';

/** Long enough for any that exists; what is longer is cut before it is kept in records and events. */
const USER_AGENT_LENGTH_MAX = 512;

/** Who signs requests, and how that is checked. */
export interface Authenticator {
  /** The service that the KMS sees calling for the caller: `s3.REGION.amazonaws.com`. */
  readonly service: string;
  readonly verifier: Verifier;
  /** Those of now: a request is checked by one snapshot, and the next request may find another. */
  readonly identities: () => Identities;
  readonly sessions: HeldSessions;
  readonly callers: KnownCallers;
}

/** Who made a request, and what they signed of its body. */
export interface Authenticated {
  readonly caller: Caller;
  readonly verified: Verified | UnsignedRequest;
}

/** For the S3 door of a region. */
export function createAuthenticator(region: string, identities: () => Identities, sessions: HeldSessions): Authenticator {
  const verifier = new Verifier({ region, service: 's3', secretOf: () => undefined, now: () => new Date() });
  const service = `s3.${region}.amazonaws.com`;
  return { service, verifier, identities, sessions, callers: new KnownCallers(service) };
}

/**
 * Who made the request. Throws SigV4Error for a signature that is wrong; whoever did not sign at all is Anonymous. Only a request with a session token is
 * waited for: the KMS may have to be asked whom the token proves.
 */
export function authenticate(authenticator: Authenticator, exchange: Exchange): Authenticated | Promise<Authenticated> {
  const { request } = exchange;
  const from = {
    sourceIp: plainAddress(request.socket.remoteAddress),
    secureTransport: 'encrypted' in request.socket,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, USER_AGENT_LENGTH_MAX),
  };
  const unproven = begunUnlessUnsigned(authenticator.verifier, exchange);
  if (unproven === undefined) return anonymous(exchange, from);
  return unproven.sessionToken === undefined ? permanent(authenticator, unproven, from) : inSession(authenticator, unproven, unproven.sessionToken, from);
}

function permanent({ callers, identities }: Authenticator, unproven: Unproven, from: From): Authenticated {
  const { accessKeyId } = unproven;
  if (isSessionKeyId(accessKeyId)) throw invalidToken();
  const identity = identities().find(accessKeyId);
  const verified = unproven.verified(identity?.accessKey.reveal());
  if (identity === undefined) throw new SigV4Error('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  return { caller: callers.callerOf(identity, from), verified };
}

async function inSession({ service, sessions }: Authenticator, unproven: Unproven, text: string, from: From): Promise<Authenticated> {
  const { accessKeyId } = unproven;
  const sessionToken = new SessionToken(text);
  const { accessKey, principal, session } = await sessions.open(sessionToken, accessKeyId);
  const verified = unproven.verified(accessKey.reveal());
  return { caller: { ...principal, ...from, accessKeyId, viaService: service, session, sessionToken }, verified };
}

function begunUnlessUnsigned(verifier: Verifier, exchange: Exchange): Unproven | undefined {
  const { request, rawPath, rawQuery } = exchange;
  try {
    return verifier.begin({ method: request.method ?? '', rawPath, rawQuery, rawHeaders: request.rawHeaders });
  } catch (error) {
    if (isUnsigned(error)) return undefined;
    throw error;
  }
}
