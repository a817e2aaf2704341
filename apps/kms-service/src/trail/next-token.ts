import { createHash } from 'node:crypto';
import type { LookupPlace, LookupQuery } from '@coffer/audit';
import { TrailError } from './trail-error.js';

const VERSION = 1;

/** How much of the query's hash a token carries. It guards against mistakes: a token gives nobody more than the query itself. */
const BINDING_LENGTH = 22;

const TOKEN_LENGTH_MAX = 1_000;

/** A row of the index begins with when it was written. */
const ROW = /^[0-9a-f]{12}\//;

/**
 * Where a page ended, bound to the query that it is a page of.
 *
 *     token = base64url of JSON [version, binding, row, sequence, position]
 */
export function encodeNextToken(query: LookupQuery, { row, sequence, position }: LookupPlace): string {
  return Buffer.from(JSON.stringify([VERSION, bindingOf(query), row, sequence, position])).toString('base64url');
}

/** Throws InvalidNextTokenException for what `encodeNextToken` did not make, or made for another query. */
export function decodeNextToken(query: LookupQuery, token: string): LookupPlace {
  const [version, binding, row, sequence, position] = parts(token);
  const isPlace = typeof row === 'string' && ROW.test(row) && Number.isSafeInteger(sequence) && Number.isSafeInteger(position);
  if (version !== VERSION || binding !== bindingOf(query) || !isPlace) throw TrailError.of('InvalidNextTokenException');
  return { row, sequence: Number(sequence), position: Number(position) };
}

function parts(token: string): readonly unknown[] {
  if (token.length > TOKEN_LENGTH_MAX) return [];
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function bindingOf({ accountId, category, attribute, from, to }: LookupQuery): string {
  const text = JSON.stringify([accountId, category, attribute?.key, attribute?.value, from.getTime(), to.getTime()]);
  return createHash('sha256').update(text).digest('base64url').slice(0, BINDING_LENGTH);
}
