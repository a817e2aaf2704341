import type { HttpRequest } from './http-request.js';

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Zeroed once it is sent. */
  readonly body: Buffer;
}

/** How a request was refused. */
export interface WireRefusal extends WireAnswer {
  /** AWS's name of the error, for the log. */
  readonly code: string;
  /** What is logged, because it is our fault and not the caller's. */
  readonly logged?: unknown;
}

/** One AWS service behind the front door: how to tell its requests from others, and the only writer of its answers. */
export interface Protocol {
  /** The service's name in credential scopes: `kms`. */
  readonly signingName: string;
  /** Whether a request is for this service. Looks at headers, and at the body's parameters where the protocol has them there. */
  speaks(request: HttpRequest): boolean;
  /** The operation that a request of this service names, for metrics and traces; undefined for a name that is not served: callers choose names. */
  operationOf(request: HttpRequest): string | undefined;
  /** The whole journey of one request. May throw anything; `refusal` prints it. */
  serve(request: HttpRequest, requestId: string): Promise<WireAnswer>;
  refusal(error: unknown, requestId: string): WireRefusal;
}
