import type { IncomingHttpHeaders } from 'node:http';

import type { Query } from './query.js';
import type { Target } from './target.js';

/** A request as the protocol sees it: no socket, no body. */
export interface S3Request {
  readonly method: string;
  readonly target: Target;
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  /** False where keys and what they seal would be seen on the wire: plain HTTP from another machine, and no setting that allows it. */
  readonly confidential: boolean;
  /** `1.2` or `1.3`; undefined on plain HTTP. */
  readonly tlsVersion: string | undefined;
}

/** One header's value; undefined if it was not sent. node:http has joined repeated ones with commas. */
export function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.join(', ');
}
