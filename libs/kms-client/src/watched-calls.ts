import type { MethodDefinition } from '@grpc/grpc-js';
import type { CallMethod, CallObserver, CallOutcome } from './call-observer.js';
import type { CallTracer } from './call-tracer.js';
import type { Connection } from './connection.js';
import { callFailure } from './transport-error.js';

export interface WatchedCallsOptions {
  readonly connection: Pick<Connection, 'call'>;
  readonly observer?: CallObserver | undefined;
  readonly tracer?: CallTracer | undefined;
}

/** Calls that are counted and, where somebody traces, traced. Without either it costs a call nothing that can be measured. */
export class WatchedCalls {
  constructor(private readonly options: WatchedCallsOptions) {}

  /** As Connection's. `served`: the spans of whoever waits for it; absent: the caller's. */
  async call<Q, A>(method: MethodDefinition<Q, A>, request: Q, deadline: Date, served?: readonly (object | undefined)[]): Promise<A> {
    const { connection, observer, tracer } = this.options;
    const name = method.path.slice(method.path.lastIndexOf('/') + 1) as CallMethod;
    const started = performance.now();
    const span = tracer?.begin(name, served ?? [tracer.current()]);
    const ended = (outcome: CallOutcome): void => {
      observer?.called(name, outcome, (performance.now() - started) / 1_000);
      span?.end(outcome);
    };
    return settled(connection.call(method, request, deadline, span?.headers), ended);
  }
}

async function settled<A>(call: Promise<A>, ended: (outcome: CallOutcome) => void): Promise<A> {
  try {
    const answer = await call;
    ended('Success');
    return answer;
  } catch (error) {
    ended(callFailure(error).error.code);
    throw error;
  }
}
