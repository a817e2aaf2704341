import type { QueryParameter } from './canonical-query.js';
import type { SigV4ErrorCode } from './errors.js';

/** Names in one SignedHeaders list. */
export const SIGNED_HEADERS_MAX = 128;

/** A credential scope, taken apart: `access key/day/region/service/aws4_request`. */
export interface Credential {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

/** What a request says of its own signature, whichever way it says it. Well formed; nothing in it is believed yet. */
export interface Claim {
  readonly form: 'header' | 'query';
  readonly credential: Credential;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly signedAt: Date;
  /** `signedAt` as it is signed: `YYYYMMDDTHHMMSSZ`. */
  readonly amzDate: string;
  /** For how long after `signedAt` a presigned request holds. */
  readonly expiresSeconds?: number;
}

/** A request's headers and query, each parsed once. */
export interface ParsedRequest {
  readonly rawHeaders: readonly string[];
  /** As `canonicalHeaders` makes them. */
  readonly headers: ReadonlyMap<string, string>;
  readonly query: readonly QueryParameter[];
}

/** How each form says that its own words are wrong: S3 has a code and a preamble for each. */
export interface Blame {
  readonly code: SigV4ErrorCode;
  readonly preamble: string;
}
