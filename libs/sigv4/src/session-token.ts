import { queryValues } from './canonical-query.js';
import { countHeader } from './canonical-headers.js';
import type { ParsedRequest } from './claim.js';
import { SigV4Error } from './errors.js';

/** Characters of a session token: AWS tells its clients to take any length, and none of ours is longer. */
export const SESSION_TOKEN_LENGTH_MAX = 4_096;

/**
 * The session token of a request, from the header, or from the query of a presigned one; undefined if there is none. That it is signed is checked elsewhere:
 * the header like every x-amz-* header, the query as a whole. Throws InvalidToken where two places could disagree, and for one that is empty or too long.
 */
export function sessionTokenOf({ rawHeaders, headers, query }: ParsedRequest): string | undefined {
  const header = headers.get('x-amz-security-token');
  const inQuery = query.length === 0 ? [] : queryValues(query, 'X-Amz-Security-Token');
  if (header === undefined && inQuery.length === 0) return undefined;
  const times = inQuery.length + (header === undefined ? 0 : countHeader(rawHeaders, 'x-amz-security-token'));
  const [token = ''] = header === undefined ? inQuery : [header];
  if (times !== 1 || token === '' || token.length > SESSION_TOKEN_LENGTH_MAX) throw invalidToken();
  return token;
}

/** What S3 says of a token whatever is wrong with it. */
export function invalidToken(): SigV4Error {
  return new SigV4Error('InvalidToken', 'The provided token is malformed or otherwise invalid.');
}
