import { hash } from 'node:crypto';
import { isSessionKeyId, SessionToken, type Caller, type Identities, type Principal } from '@coffer/iam';
import { invalidToken, SigV4Error, Verifier, type Unproven } from '@coffer/sigv4';
import { SessionError } from '../sessions/session-error.js';
import type { OpenedSession, Sessions } from '../sessions/sessions.js';
import type { HttpRequest } from './http-request.js';

/** Tells who signed a request. Rejects with SigV4Error, which every protocol tells in its own words. */
export type Authenticate = (request: HttpRequest) => Promise<Caller>;

export interface AuthenticatorOptions {
  /** The service's name in credential scopes. */
  readonly signingName: string;
  readonly region: string;
  /** Further regions that are taken, for services that AWS's clients sign for one region wherever they are. */
  readonly otherRegions?: readonly string[];
  /** Asked anew for each request: who may sign changes while the service runs. */
  readonly identities: () => Identities;
  readonly sessions: Sessions;
  readonly now: () => Date;
}

/** Who a request says that it is from, and the secret that would prove it. */
interface Claimed extends Pick<Caller, 'session' | 'sessionToken'> {
  readonly principal: Principal;
  readonly secret: string;
}

/** Signature Version 4 for one service, by the access keys of `identities` and of sessions. The body's hash is part of what is signed. */
export function authenticator({ signingName, region, otherRegions = [], identities, sessions, now }: AuthenticatorOptions): Authenticate {
  const verifier = new Verifier({ region, otherRegions, service: signingName, now, secretOf: () => undefined });
  return async ({ method, url, rawHeaders, body, sourceIp, userAgent, secureTransport }) => {
    const [rawPath = '', ...query] = url.split('?');
    const bodySha256 = hash('sha256', body, 'hex');
    const unproven = verifier.begin({ method, rawPath, rawQuery: query.join('?'), rawHeaders, bodySha256 });
    const claimed = await claimedBy(unproven, identities(), sessions);
    const { accessKeyId } = unproven.verified(claimed?.secret);
    if (claimed === undefined) throw new SigV4Error('InvalidAccessKeyId', 'The access key is not known.');
    const { principal, session, sessionToken } = claimed;
    return { ...principal, accessKeyId, sourceIp, userAgent, secureTransport, ...(session !== undefined && { session }), ...(sessionToken !== undefined && { sessionToken }) };
  };
}

/** A session's key without its token, and a permanent one with a token, are refused alike. */
async function claimedBy({ accessKeyId, sessionToken: text }: Unproven, identities: Identities, sessions: Sessions): Promise<Claimed | undefined> {
  if (text === undefined) {
    if (isSessionKeyId(accessKeyId)) throw invalidToken();
    const identity = identities.find(accessKeyId);
    return identity && { principal: identity.principal, secret: identity.accessKey.reveal() };
  }
  const sessionToken = new SessionToken(text);
  const { principal, session, accessKey } = await opened(sessions, sessionToken, accessKeyId);
  return { principal, session, sessionToken, secret: accessKey.reveal() };
}

async function opened(sessions: Sessions, token: SessionToken, accessKeyId: string): Promise<OpenedSession> {
  try {
    return await sessions.open(token, accessKeyId);
  } catch (error) {
    if (error instanceof SessionError) throw new SigV4Error(error.code, error.message);
    throw error;
  }
}
