import { parseAuthorizationHeader } from './authorization-header.js';
import { canonicalHeaders } from './canonical-headers.js';
import { parseQuery, queryValues } from './canonical-query.js';
import { canonicalRequest, stringToSign } from './canonical-request.js';
import type { Claim, ParsedRequest } from './claim.js';
import { scopeOf } from './credential.js';
import { SigV4Error } from './errors.js';
import { parsePayloadMode, type PayloadMode } from './payload-mode.js';
import { isPresigned, isSignatureV2, parsePresignedQuery } from './presigned-query.js';
import { sameSignature } from './same-signature.js';
import { invalidToken, sessionTokenOf } from './session-token.js';
import type { SignedRequest, Unproven, Verified } from './signed-request.js';
import { signatureMismatch } from './signature-mismatch.js';
import { SIGNING_KEYS_MAX, SigningKeys } from './signing-key.js';

/** How far a request's date may lie from ours, either way, by default. AWS's own figure. */
export const SKEW_SECONDS_MAX = 900;

/** How long a presigned request may hold, by default: a week, AWS's own figure. */
export const PRESIGN_SECONDS_MAX = 604_800;

/** Characters of path and query together. */
export const REQUEST_TARGET_LENGTH_MAX = 16_384;

export interface VerifierOptions {
  readonly region: string;
  /** Further regions whose credential scopes are taken: global services are signed for one region wherever they are. */
  readonly otherRegions?: readonly string[];
  /** The name in the credential scope, `s3` or `kms`; S3 has rules of its own for paths and payloads. */
  readonly service: string;
  /** The secret of a permanent access key; undefined: there is no such key, or it may not be used. Asked for every request. */
  readonly secretOf: (accessKeyId: string) => string | undefined;
  readonly now: () => Date;
  readonly skewSecondsMax?: number;
  readonly presignSecondsMax?: number;
  readonly signingKeysMax?: number;
}

/**
 * Verifies AWS Signature Version 4, in the Authorization header or in the query.
 *
 * Promises: what is not signed is not believed. `host`, every x-amz-* header, the path and the whole query are covered by the signature or the
 * request is refused; nothing is read twice from two places that could disagree (two Authorization headers, header and query, a repeated
 * parameter). Signatures are compared in constant time. Only the code InvalidAccessKeyId, which is AWS's, tells that a key is unknown.
 */
export class Verifier {
  readonly #options: Required<VerifierOptions>;
  readonly #signingKeys: SigningKeys;

  constructor(options: VerifierOptions) {
    this.#options = { otherRegions: [], skewSecondsMax: SKEW_SECONDS_MAX, presignSecondsMax: PRESIGN_SECONDS_MAX, signingKeysMax: SIGNING_KEYS_MAX, ...options };
    this.#signingKeys = new SigningKeys(this.#options.signingKeysMax);
  }

  /**
   * For requests that permanent access keys sign. Throws SigV4Error; MissingAuthentication if the request carries no signature at all, InvalidToken if
   * it carries a session token: those who know sessions call `begin`.
   */
  verify(request: SignedRequest): Verified {
    const unproven = this.begin(request);
    if (unproven.sessionToken !== undefined) throw invalidToken();
    return unproven.verified(this.#options.secretOf(unproven.accessKeyId));
  }

  /**
   * The first half: everything that needs no secret. The secret of a session may have to be waited for, and a request without a session token must not wait for
   * anything, so that finding the secret is the caller's, between the two halves. Throws as `verify` does.
   */
  begin(request: SignedRequest): Unproven {
    if (request.rawPath.length + request.rawQuery.length > REQUEST_TARGET_LENGTH_MAX) throw new SigV4Error('InvalidRequest', 'The request target is too long.');
    const parsed = { rawHeaders: request.rawHeaders, headers: canonicalHeaders(request.rawHeaders), query: parseQuery(request.rawQuery) };
    const claim = this.#parseClaim(parsed);
    this.#checkScope(claim);
    this.#checkTime(claim);
    checkCoverage(claim, parsed.headers);
    return {
      accessKeyId: claim.credential.accessKeyId,
      sessionToken: sessionTokenOf(parsed),
      verified: (secret) => this.#finish(request, parsed, claim, secret),
    };
  }

  #finish(request: SignedRequest, parsed: ParsedRequest, claim: Claim, secret: string | undefined): Verified {
    const { service } = this.#options;
    const payload = payloadOf(service, request, parsed, claim);
    const accessKeyId = claim.credential.accessKeyId;
    if (secret === undefined) {
      throw new SigV4Error('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', { AWSAccessKeyId: accessKeyId });
    }
    const scope = scopeOf(claim.credential);
    const signingKey = this.#signingKeys.get(accessKeyId, secret, scope);
    const canonical = canonicalRequest(service, request, parsed, claim, payload.hash);
    const toSign = stringToSign(claim.amzDate, scope, canonical);
    if (!sameSignature(signingKey.sign(toSign), claim.signature)) throw signatureMismatch(claim, toSign, canonical);
    const { form, signature, signedAt, amzDate } = claim;
    return { accessKeyId, signedAt, amzDate, scope, signature, form, payload: payload.mode, signingKey };
  }

  #parseClaim(parsed: ParsedRequest): Claim {
    const hasHeader = parsed.headers.has('authorization');
    const hasQuery = isPresigned(parsed.query);
    if (hasHeader && hasQuery) {
      throw new SigV4Error('InvalidArgument', 'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified', {
        ArgumentName: 'Authorization',
      });
    }
    if (hasHeader) return parseAuthorizationHeader(parsed);
    if (hasQuery) return parsePresignedQuery(parsed.query, this.#options.presignSecondsMax);
    if (isSignatureV2(parsed.query)) {
      throw new SigV4Error('InvalidRequest', 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.');
    }
    // A token says that somebody meant to be known: without a signature it is a broken request and not an unsigned one.
    if (sessionTokenOf(parsed) !== undefined) throw invalidToken();
    throw new SigV4Error('MissingAuthentication', 'The request is not signed.');
  }

  #checkScope(claim: Claim): void {
    const { region, otherRegions, service } = this.#options;
    const code = claim.form === 'header' ? 'AuthorizationHeaderMalformed' : 'AuthorizationQueryParametersError';
    const preamble = claim.form === 'header' ? 'The authorization header is malformed' : 'Error parsing the X-Amz-Credential parameter';
    if (claim.credential.service !== service) {
      throw new SigV4Error(code, `${preamble}; incorrect service "${claim.credential.service}". This endpoint belongs to "${service}".`);
    }
    if (claim.credential.region !== region && !otherRegions.includes(claim.credential.region)) {
      throw new SigV4Error(code, `${preamble}; the region '${claim.credential.region}' is wrong; expecting '${region}'`, { Region: region });
    }
  }

  #checkTime(claim: Claim): void {
    const now = this.#options.now();
    const skewMs = this.#options.skewSecondsMax * 1_000;
    const ageMs = now.getTime() - claim.signedAt.getTime();
    if (claim.expiresSeconds === undefined) {
      if (Math.abs(ageMs) <= skewMs) return;
      throw new SigV4Error('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', {
        RequestTime: claim.signedAt.toISOString(),
        ServerTime: now.toISOString(),
        MaxAllowedSkewMilliseconds: String(skewMs),
      });
    }
    if (ageMs < -skewMs) throw new SigV4Error('AccessDenied', 'Request is not valid yet', { ServerTime: now.toISOString() });
    if (ageMs > claim.expiresSeconds * 1_000) {
      const expires = new Date(claim.signedAt.getTime() + claim.expiresSeconds * 1_000).toISOString();
      throw new SigV4Error('AccessDenied', 'Request has expired', { 'X-Amz-Expires': String(claim.expiresSeconds), Expires: expires, ServerTime: now.toISOString() });
    }
  }
}

/** `host` and every x-amz-* header that came must be signed: else whoever carries the request could add or change them. */
function checkCoverage(claim: Claim, headers: ReadonlyMap<string, string>): void {
  const unsigned: string[] = [];
  for (const name of headers.keys()) {
    if ((name.startsWith('x-amz-') || name === 'host') && !claim.signedHeaders.includes(name)) unsigned.push(name);
  }
  if (!headers.has('host') && unsigned.length === 0) unsigned.push('host');
  if (unsigned.length === 0) return;
  throw new SigV4Error('AccessDenied', 'There were headers present in the request which were not signed', { HeadersNotSigned: unsigned.join(', ') });
}

/** S3's requests state the hash of their payload or what stands in its place; those of other services are signed with the hash itself. */
function payloadOf(service: string, request: SignedRequest, parsed: ParsedRequest, claim: Claim): { readonly hash: string; readonly mode: PayloadMode } {
  if (service !== 's3') {
    if (request.bodySha256 === undefined) throw new TypeError(`the body's hash is needed to verify a request for ${service}`);
    return { hash: request.bodySha256, mode: { kind: 'signed', sha256: request.bodySha256 } };
  }
  const hash = parsed.headers.get('x-amz-content-sha256') ?? presignedHash(parsed, claim);
  if (hash === undefined) throw new SigV4Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  return { hash, mode: parsePayloadMode(hash, parsed.headers) };
}

function presignedHash(parsed: ParsedRequest, claim: Claim): string | undefined {
  if (claim.form === 'header') return undefined;
  return queryValues(parsed.query, 'X-Amz-Content-Sha256')[0] ?? 'UNSIGNED-PAYLOAD';
}
