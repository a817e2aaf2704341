import { StorageError } from '../errors/storage-error.js';

import type { S3Request } from './request.js';
import { urlEncode } from './url-encode.js';

/** S3's limit for one page of any listing. */
export const PAGE_SIZE_MAX = 1_000;
const INT_MAX = 2_147_483_647;

/** `max-keys` and its siblings: 1,000 if absent, and at most that however many are asked for. Throws InvalidArgument. */
export function parsePageSize(request: S3Request, name: string): number {
  const text = request.query.get(name);
  if (text === undefined || text === '') return PAGE_SIZE_MAX;
  return Math.min(parseInteger(name, text), PAGE_SIZE_MAX);
}

/** A marker that is a number; 0 if absent. */
export function parseNumberMarker(request: S3Request, name: string): number {
  const text = request.query.get(name);
  return text === undefined || text === '' ? 0 : parseInteger(name, text);
}

function parseInteger(name: string, text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Infinity;
  if (number <= INT_MAX) return number;
  throw new StorageError('InvalidArgument', `Provided ${name} not an integer or within integer range`, { details: { ArgumentName: name, ArgumentValue: text } });
}

/** How names are written: plainly, or percent-encoded if the client asks for `encoding-type=url`. */
export interface NameEncoding {
  readonly type: 'url' | undefined;
  readonly encode: (name: string) => string;
}

const plain: NameEncoding = { type: undefined, encode: (name) => name };
const url: NameEncoding = { type: 'url', encode: urlEncode };

export function parseEncodingType(request: S3Request): NameEncoding {
  const text = request.query.get('encoding-type');
  if (text === undefined || text === '') return plain;
  if (text === 'url') return url;
  throw new StorageError('InvalidArgument', 'Invalid Encoding Method specified in Request', { details: { ArgumentName: 'encoding-type', ArgumentValue: text } });
}

/** A number with limits of its own; undefined if absent. Throws InvalidArgument. */
export function parseSmallInteger(request: S3Request, name: string, least: number, most: number): number | undefined {
  const text = request.query.get(name);
  if (text === undefined || text === '') return undefined;
  const number = parseInteger(name, text);
  if (number >= least && number <= most) return number;
  throw new StorageError('InvalidArgument', `Argument ${name} must be an integer between ${least} and ${most}`, {
    details: { ArgumentName: name, ArgumentValue: text },
  });
}
