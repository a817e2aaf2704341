import type { Caller } from '@coffer/iam';

import type { Body } from '../objects/commands.js';
import type { Objects } from '../objects/objects.js';

import type { Trailers } from './checksum-headers.js';
import type { Operation, OperationName, OperationNamed } from './operation.js';
import type { S3Request } from './request.js';

/** The body of a request: plaintext, and checked against its signature as it is read. Not begun until somebody asks for a byte. */
export interface RequestBody {
  readonly stream: Body;
  /** Bytes of plaintext, as declared; undefined if the client declared none. */
  readonly length: number | undefined;
  readonly trailers: Trailers;
}

/** One authenticated and authorized request, on its way to its handler. */
export interface Call<O extends Operation = Operation> {
  readonly operation: O;
  readonly request: S3Request;
  readonly caller: Caller;
  readonly body: RequestBody;
  /** Disposed of when the answer has been sent or given up. */
  readonly secrets: DisposableStack;
}

export type CallOf<N extends OperationName> = Call<OperationNamed<N>>;

/** What handlers stand on. */
export interface S3Deps {
  readonly objects: Objects;
  readonly region: string;
}
