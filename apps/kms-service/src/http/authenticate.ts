import { hash } from 'node:crypto';
import type { Caller, Identities } from '@coffer/iam';
import { SigV4Error, Verifier } from '@coffer/sigv4';
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
  readonly now: () => Date;
}

/** Signature Version 4 for one service, by the access keys of `identities`. The body's hash is part of what is signed. */
export function authenticator({ signingName, region, otherRegions = [], identities, now }: AuthenticatorOptions): Authenticate {
  const secretOf = (accessKeyId: string): string | undefined => identities().find(accessKeyId)?.accessKey.reveal();
  const verifier = new Verifier({ region, otherRegions, service: signingName, now, secretOf });
  return async ({ method, url, rawHeaders, body, sourceIp, userAgent, secureTransport }) => {
    const [rawPath = '', ...query] = url.split('?');
    const bodySha256 = hash('sha256', body, 'hex');
    const { accessKeyId } = verifier.verify({ method, rawPath, rawQuery: query.join('?'), rawHeaders, bodySha256 });
    const identity = identities().find(accessKeyId);
    if (identity === undefined) throw new SigV4Error('InvalidAccessKeyId', 'The access key was removed.');
    return { ...identity.principal, accessKeyId, sourceIp, userAgent, secureTransport };
  };
}
