import { parseAmzDate } from './amz-date.js';
import { queryValues, type QueryParameter } from './canonical-query.js';
import type { Blame, Claim } from './claim.js';
import { parseCredential } from './credential.js';
import { SigV4Error } from './errors.js';
import { parseSignedHeaders } from './signed-header-names.js';

/**
 * The query form, of presigned URLs:
 *
 *     X-Amz-Algorithm  X-Amz-Credential  X-Amz-Date  X-Amz-Expires  X-Amz-SignedHeaders  X-Amz-Signature      each exactly once
 *
 * All of the query but X-Amz-Signature is signed.
 */

const ALGORITHM = 'AWS4-HMAC-SHA256';
const DECIMAL = /^-?\d{1,15}$/;
const code = 'AuthorizationQueryParametersError';
const blame: Blame = { code, preamble: 'Error parsing the X-Amz-Credential parameter' };
const signs: readonly string[] = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature'];

/** Whether the query means to carry a signature, sound or not. */
export function isPresigned(query: readonly QueryParameter[]): boolean {
  return query.some((parameter) => signs.includes(parameter.name));
}

/** Whether the query carries a signature of the retired version 2. */
export function isSignatureV2(query: readonly QueryParameter[]): boolean {
  return query.some((parameter) => parameter.name === 'AWSAccessKeyId') && query.some((parameter) => parameter.name === 'Signature');
}

export function parsePresignedQuery(query: readonly QueryParameter[], expiresSecondsMax: number): Claim {
  const algorithm = single(query, 'X-Amz-Algorithm');
  const credentialText = single(query, 'X-Amz-Credential');
  const signature = single(query, 'X-Amz-Signature');
  const amzDate = single(query, 'X-Amz-Date');
  const signedHeaders = single(query, 'X-Amz-SignedHeaders');
  const expires = single(query, 'X-Amz-Expires');
  if (algorithm !== ALGORITHM) throw new SigV4Error(code, 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const credential = parseCredential(credentialText, blame);
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined) throw new SigV4Error(code, 'X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd\'T\'HHmmss\'Z\'"');
  const day = amzDate.slice(0, 8);
  if (credential.day !== day) {
    throw new SigV4Error(code, `${blame.preamble}; Invalid credential date "${credential.day}". This date is not the same as X-Amz-Date: "${day}".`);
  }
  return {
    form: 'query',
    credential,
    signedHeaders: parseSignedHeaders(signedHeaders, blame),
    signature,
    signedAt,
    amzDate,
    expiresSeconds: parseExpires(expires, expiresSecondsMax),
  };
}

function single(query: readonly QueryParameter[], name: string): string {
  const values = queryValues(query, name);
  const [value] = values;
  if (value === undefined || value === '' || values.length > 1) {
    throw new SigV4Error(code, 'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.');
  }
  return value;
}

function parseExpires(text: string, secondsMax: number): number {
  if (!DECIMAL.test(text)) throw new SigV4Error(code, 'X-Amz-Expires should be a number');
  const seconds = Number(text);
  if (seconds < 0) throw new SigV4Error(code, 'X-Amz-Expires must be non-negative');
  if (seconds > secondsMax) {
    throw new SigV4Error(code, `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${String(secondsMax)} seconds`);
  }
  return seconds;
}
