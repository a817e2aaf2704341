import { StorageError } from '../errors/storage-error.js';

/** Decoded parameters by name. A name that is given twice keeps its first value. */
export type Query = ReadonlyMap<string, string>;

/** More than any operation of S3 takes, signature included. */
export const QUERY_PARAMETERS_MAX = 64;

const EMPTY: Query = new Map();

/** Parses what follows `?`. Ill-formed percent-encoding is InvalidURI: nothing is guessed, since the same text was signed. */
export function parseQuery(text: string): Query {
  if (text === '') return EMPTY;
  const query = new Map<string, string>();
  const pairs = text.split('&', QUERY_PARAMETERS_MAX + 1);
  if (pairs.length > QUERY_PARAMETERS_MAX) throw new StorageError('InvalidURI', 'The query string has too many parameters.');
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decodeQueryPart(at < 0 ? pair : pair.slice(0, at));
    if (!query.has(name)) query.set(name, at < 0 ? '' : decodeQueryPart(pair.slice(at + 1)));
  }
  return query;
}

function decodeQueryPart(text: string): string {
  return decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

/** Percent-decoding as strict UTF-8. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new StorageError('InvalidURI', "Couldn't parse the specified URI.", { cause });
  }
}
