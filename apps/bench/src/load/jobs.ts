import type { Credentials } from '../http1/signed-head.js';

/** What is alike in all requests of a job. */
export interface RequestShape {
  readonly port: number;
  readonly method: 'GET' | 'PUT';
  readonly headers: readonly (readonly [string, string])[];
  readonly credentials: Credentials;
  /** The length of the body that each request sends. */
  readonly bodyBytes: number;
  /** The length of the body that each answer must have, where the row knows it. */
  readonly answerBytes?: number;
}

/** Many small requests, built and signed before the clock starts; each connection sends its next when its last was answered. */
export interface SmallJob extends RequestShape {
  readonly kind: 'small';
  readonly connections: number;
  /** One request each, in order: path and query, percent-encoded. */
  readonly targets: readonly string[];
}

/** Few large bodies at once, a connection each; they are made up as they are sent and forgotten as they are received. */
export interface LargeJob extends RequestShape {
  readonly kind: 'large';
  readonly targets: readonly string[];
}

/** Unary gRPC calls over mutual TLS, a fixed number of them under way. */
export interface CallsJob {
  readonly kind: 'calls';
  readonly address: string;
  readonly tls: { readonly caFile: string; readonly certFile: string; readonly keyFile: string };
  readonly protoFile: string;
  readonly protoDir: string;
  /** The full name: `coffer.kms.v1.KeyService`. */
  readonly service: string;
  readonly method: string;
  /** The message each call sends, in proto-loader's JSON form; Buffers travel as `{ base64 }`. */
  readonly message: object;
  readonly calls: number;
  readonly inFlight: number;
  /** The repeated field of the answer that must hold `itemsPerCall` entries, none of them with a set `error`. */
  readonly answerList?: string;
  readonly itemsPerCall: number;
}

export type LoadJob = SmallJob | LargeJob | CallsJob;

export interface LoadResult {
  readonly seconds: number;
  /** Requests or calls that were answered well. Any other answer fails the job. */
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What the load process sends back for each job. */
export type LoadReply = { readonly result: LoadResult } | { readonly failure: string };
