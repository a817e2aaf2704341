import type { CallMethod, CallOutcome } from './call-observer.js';

/** One call as a trace shows it. */
export interface CallSpan {
  /** What the call carries, so that the key service's part of the trace hangs below this. */
  readonly headers: Readonly<Record<string, string>>;
  end(outcome: CallOutcome): void;
}

/** Makes spans of calls. A span is opaque here: whoever traces knows what it is. */
export interface CallTracer {
  /** The span that the caller is in; undefined if there is none. */
  current(): object | undefined;
  /** Begins the span of a call that serves whoever was in these spans: a child of the first, and linked with all others. */
  begin(method: CallMethod, served: readonly (object | undefined)[]): CallSpan;
}
