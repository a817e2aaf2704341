import type { Identities, OidcProvider } from '@coffer/iam';
import { createLocalJWKSet, decodeJwt, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { QueryError } from '../../query/query-error.js';
import type { IssuerKeys } from './issuer-keys.js';
import type { VerifiedToken } from './verified-token.js';

/** Signatures by keys that only the issuer has. What is not here (`none`, HMAC) is not looked at, whatever a key set says. */
export const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** Between an issuer's clock and ours. */
const CLOCK_TOLERANCE_SECONDS = 5;
const METHODS_MAX = 10;

/** What tokens are verified by. */
export interface TokenRules {
  readonly identities: () => Identities;
  readonly keys: IssuerKeys;
  readonly now: () => Date;
}

/**
 * Proves an OIDC token for one account: an issuer that the account takes, signed by one of the issuer's keys, for an audience that the provider names, in its
 * time. Throws QueryError: InvalidIdentityToken, ExpiredTokenException or IDPCommunicationError. Nothing of the token is in the message but its issuer.
 *
 * OpenID Connect Core 1.0, section 3.1.3.7.
 */
export async function verifyToken({ identities, keys, now }: TokenRules, token: string, accountId: string): Promise<VerifiedToken> {
  const provider = providerOf(identities(), token, accountId);
  const verify = (set: JSONWebKeySet): Promise<JWTPayload> => verified(set, token, provider, now());
  const payload = await verify(await keys.of(provider)).catch(async (error: unknown) => {
    // The issuer may have a new key since its keys were asked; a file may have been written anew.
    if (!(error instanceof errors.JWKSNoMatchingKey) && !(error instanceof errors.JWSSignatureVerificationFailed && provider.keys.from === 'file')) throw refusal(error);
    return verify(await keys.refreshed(provider)).catch((again: unknown) => { throw refusal(again); });
  });
  return { provider, subject: payload.sub ?? '', audience: audienceOf(payload, provider), methods: methodsOf(payload) };
}

/** The token's own word on who issued it, believed only as far as to find the keys that prove it. */
function providerOf(identities: Identities, token: string, accountId: string): OidcProvider {
  const issuer = issuerOf(token);
  const provider = identities.provider(issuer.replace(/^https:\/\//, ''), accountId);
  if (provider?.url !== issuer) throw new QueryError('InvalidIdentityToken', `No OpenIDConnect provider found in your account for ${issuer.slice(0, 255)}`);
  return provider;
}

function issuerOf(token: string): string {
  try {
    const { iss } = decodeJwt(token);
    if (typeof iss === 'string') return iss;
  } catch (cause) {
    throw notAToken(cause);
  }
  throw notAToken();
}

async function verified(set: JSONWebKeySet, token: string, { url, audiences }: OidcProvider, currentDate: Date): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, createLocalJWKSet(set), {
    issuer: url, audience: [...audiences], algorithms: ALGORITHMS, currentDate, clockTolerance: CLOCK_TOLERANCE_SECONDS, requiredClaims: ['exp', 'iat', 'sub'],
  });
  return payload;
}

/** Of several audiences the first that the provider takes. */
function audienceOf({ aud = [] }: JWTPayload, { audiences }: OidcProvider): string {
  return [aud].flat().find((audience) => audiences.includes(audience)) ?? '';
}

function methodsOf({ amr }: JWTPayload): readonly string[] {
  return Array.isArray(amr) ? amr.filter((method) => typeof method === 'string').slice(0, METHODS_MAX) : [];
}

/** AWS's words for what is wrong with a token. */
function refusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new QueryError('ExpiredTokenException', 'Token expired: current date/time must be before the expiration date/time of the token', { cause: error });
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new QueryError('InvalidIdentityToken', error.claim === 'aud' ? 'Incorrect token audience' : `The token's claim ${error.claim} does not hold`, { cause: error });
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return new QueryError('InvalidIdentityToken', 'The signature of the token could not be verified by a key of its issuer', { cause: error });
  }
  return error instanceof errors.JOSEError ? notAToken(error) : error;
}

function notAToken(cause?: unknown): QueryError {
  return new QueryError('InvalidIdentityToken', 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)', { cause });
}
