import { parseQuery } from '../src/s3/query.js';
import type { S3Request } from '../src/s3/request.js';
import { parseTarget } from '../src/s3/target.js';

export interface RequestParts {
  readonly method?: string;
  /** Path and query, as on the wire. */
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly confidential?: boolean;
}

/** A parsed request without a socket, for specs of the parsers. */
export function s3Request({ method = 'GET', url = '/notes/a', headers = {}, confidential = true }: RequestParts = {}): S3Request {
  const [path = '', query = ''] = url.split('?');
  return { method, target: parseTarget('127.0.0.1', path, ['localhost']), query: parseQuery(query), headers, confidential, tlsVersion: undefined };
}

/** What a throw says: code and message, and the details that a client sees. */
export function refusal(act: () => unknown): { readonly code: string; readonly message: string; readonly details: Readonly<Record<string, string>> } {
  try {
    act();
  } catch (error) {
    const { code, message, details } = error as { code: string; message: string; details: Readonly<Record<string, string>> };
    return { code, message, details };
  }
  throw new Error('nothing was thrown');
}
