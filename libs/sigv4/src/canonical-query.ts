import { SigV4Error } from './errors.js';
import { percentCanonical, percentDecode } from './percent.js';

/** Parameters of one query. S3's busiest request has some thirty. */
export const QUERY_PARAMETERS_MAX = 1_000;

/** A parameter of the query in its canonical spelling. */
export interface QueryParameter {
  readonly name: string;
  readonly value: string;
}

const none: readonly QueryParameter[] = [];

/**
 * The parameters in the order sent. A plus sign is a space, as everywhere in queries; a parameter without `=` has an empty value. Throws
 * SigV4Error InvalidRequest if there are too many to sort for a stranger.
 */
export function parseQuery(rawQuery: string): readonly QueryParameter[] {
  if (rawQuery === '') return none;
  const parameters: QueryParameter[] = [];
  const pairs = rawQuery.split('&', QUERY_PARAMETERS_MAX + 1);
  if (pairs.length > QUERY_PARAMETERS_MAX) throw new SigV4Error('InvalidRequest', 'The query has too many parameters.');
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    parameters.push({ name: percentCanonical(name, false, true), value: percentCanonical(value, false, true) });
  }
  return parameters;
}

/** Sorted by encoded name, then by encoded value: both are ASCII, so comparing them as strings is comparing bytes. */
export function canonicalQuery(parameters: readonly QueryParameter[], except?: string): string {
  if (parameters.length === 0) return '';
  const kept = parameters.filter((parameter) => parameter.name !== except);
  kept.sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value));
  let text = '';
  for (const { name, value } of kept) text += text === '' ? `${name}=${value}` : `&${name}=${value}`;
  return text;
}

/** The decoded values of every parameter of that name. */
export function queryValues(parameters: readonly QueryParameter[], name: string): string[] {
  const values: string[] = [];
  for (const parameter of parameters) if (parameter.name === name) values.push(percentDecode(parameter.value, false));
  return values;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
