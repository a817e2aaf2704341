import type { Caller, Identities } from '@coffer/iam';

import type { Body, BucketInfo } from '../objects/commands.js';
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

/** What of a signature policies may ask for. */
export interface Signature {
  /** In the Authorization header, or in the query of a presigned URL. */
  readonly form: 'header' | 'query';
  readonly signedAt: Date;
}

/** One authenticated and authorized request, on its way to its handler. */
export interface Call<O extends Operation = Operation> {
  readonly operation: O;
  readonly request: S3Request;
  readonly caller: Caller;
  /** As it was when the call was authorized; undefined for what is about none, or makes one. */
  readonly bucket: BucketInfo | undefined;
  /** How the request was signed; undefined if it was not. */
  readonly signature: Signature | undefined;
  readonly body: RequestBody;
  /** Disposed of when the answer has been sent or given up. */
  readonly secrets: DisposableStack;
}

export type CallOf<N extends OperationName> = Call<OperationNamed<N>>;

/** What handlers stand on. */
export interface S3Deps {
  readonly objects: Objects;
  readonly region: string;
  /** Those of now: what a caller may is asked of them for every request. */
  readonly identities: () => Identities;
  readonly now: () => Date;
}
