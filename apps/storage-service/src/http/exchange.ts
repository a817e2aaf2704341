import type { IncomingMessage, ServerResponse } from 'node:http';

import { requestId } from '@coffer/service';
import type { Caller } from '@coffer/iam';

import type { Operation } from '../s3/operation.js';

import { RequestBodySource } from './request-body.js';

/** One request and its response, and what has become known of it on the way: whoever counts and logs at the end reads it here. */
export class Exchange {
  readonly id = requestId();
  readonly startedMs = performance.now();
  readonly body: RequestBodySource;
  /** Keys that came with the request; zeroed when the exchange ends. */
  readonly secrets = new DisposableStack();
  caller: Caller | undefined;
  operation: Operation | undefined;
  /** Whose the bucket of the operation is, twelve digits; undefined until the caller may do what it asks. */
  bucketOwner: string | undefined;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
  ) {
    this.body = new RequestBodySource(request, response);
  }

  /** The request target up to the question mark. */
  get rawPath(): string {
    const url = this.request.url ?? '';
    const at = url.indexOf('?');
    return at < 0 ? url : url.slice(0, at);
  }

  get rawQuery(): string {
    const url = this.request.url ?? '';
    const at = url.indexOf('?');
    return at < 0 ? '' : url.slice(at + 1);
  }
}
