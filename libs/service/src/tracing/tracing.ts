/** The header, of HTTP and of gRPC, in which W3C's Trace Context travels. */
export const TRACEPARENT = 'traceparent';

/**
 * What a span may say, by the names of OpenTelemetry's semantic conventions where there are any. As with log fields, what is not here is not told: no name of a
 * bucket, an object, a key or a user, no context, and no message of an error, because traces go to systems that more people read than logs.
 */
export interface SpanAttributes {
  readonly 'aws.request_id'?: string;
  readonly 'http.request.method'?: string;
  readonly 'http.response.status_code'?: number;
  readonly 'rpc.system.name'?: 'grpc';
  readonly 'rpc.method'?: string;
  readonly 'server.address'?: string;
  readonly 'server.port'?: number;
  /** S3's name of the operation. */
  readonly 'coffer.operation'?: string;
  /** As metrics call it: `sse-kms`. */
  readonly 'coffer.sse.mode'?: string;
  readonly 'coffer.batch.entries'?: number;
  readonly 'coffer.body.bytes'?: number;
}

/** One step of a request, from its beginning to its end. */
export interface TraceSpan {
  /** 32 hex digits; also of a trace that is not sampled, because the log names it. */
  readonly traceId: string;
  set(attributes: SpanAttributes): void;
  rename(name: string): void;
  /** `error`: a code of ours, if the step failed. */
  end(error?: string): void;
}

/** A call to another service. */
export interface ClientSpan {
  /** What the call carries. */
  readonly headers: Readonly<Record<string, string>>;
  /** `Success`, or the error's code. */
  end(outcome: string): void;
}

/** Makes spans. Absent where nobody traces, so that nothing is done for it there. */
export interface Tracing {
  readonly name: string;
  /** The span of a request that came from outside: a child of what its `traceparent` names, or the first of a new trace. */
  server(name: string, traceparent: string | readonly string[] | undefined, attributes: SpanAttributes): TraceSpan;
  /** What `work` does, now and later, is within `span`. */
  within<T>(span: TraceSpan, work: () => T): T;
  /** The span that this is within. */
  current(): TraceSpan | undefined;
  /** A span around a step of what is under way, and no span outside of one. A step that rejects is marked as failed. */
  step<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>;
  /** A child of what this is within, which the caller ends; undefined outside of a span. */
  begin(name: string, attributes: SpanAttributes): TraceSpan | undefined;
  /** A call that serves whoever is in these spans: a child of the first, linked with the others and they with it. */
  client(name: string, served: readonly (object | undefined)[], attributes: SpanAttributes): ClientSpan;
  /** Sends what is left, for a short time. */
  close(): Promise<void>;
}
