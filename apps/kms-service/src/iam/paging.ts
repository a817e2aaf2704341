import type { Parameters } from '../query/parameters.js';
import { QueryError } from '../query/query-error.js';
import type { XmlMembers, XmlValue } from '../query/xml-value.js';

const ITEMS = 100;
const ITEMS_MAX = 1_000;
const MARKER = { max: 2_048 };

/**
 * The page that `Marker` and `MaxItems` ask for, of items in order of a name. The marker is the last name of the page before, in base64url, so that a page goes
 * on where it was although names came and went.
 */
export function paged<T>(parameters: Parameters, member: string, items: readonly T[], nameOf: (item: T) => string, print: (item: T) => XmlValue): XmlMembers {
  const limit = parameters.integer('MaxItems', 1, ITEMS_MAX) ?? ITEMS;
  const after = afterOf(parameters);
  const sorted = [...items].sort((a, b) => compare(nameOf(a), nameOf(b)));
  const rest = after === undefined ? sorted : sorted.filter((item) => compare(nameOf(item), after) > 0);
  const page = rest.slice(0, limit);
  const isTruncated = rest.length > page.length;
  const last = page.at(-1);
  return {
    [member]: page.map(print),
    IsTruncated: isTruncated,
    Marker: isTruncated && last !== undefined ? Buffer.from(nameOf(last)).toString('base64url') : undefined,
  };
}

function afterOf(parameters: Parameters): string | undefined {
  const marker = parameters.optional('Marker', MARKER);
  if (marker === undefined) return undefined;
  const bytes = Buffer.from(marker, 'base64url');
  if (bytes.toString('base64url') !== marker) throw new QueryError('ValidationError', 'Invalid Marker.');
  return bytes.toString();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
