import type { Breaker } from './breaker.js';
import type { CallOutcome } from './call-observer.js';
import { KmsClientError } from './kms-client.js';
import { callFailure, unavailable } from './transport-error.js';

/** What a batch call answers for one of its entries. */
export type Answer<A> = A | KmsClientError;

export interface BatchQueueOptions<Q, A> {
  /** One call: an answer for each request, in order. It throws gRPC's error if there are none, at the latest at `deadlineMs` (of `now`). */
  readonly send: (requests: readonly Q[], deadlineMs: number) => Promise<readonly Answer<A>[]>;
  /** About how many bytes a request takes in a message. */
  readonly sizeOf: (request: Q) => number;
  readonly breaker: Breaker;
  readonly limits: BatchLimits;
  readonly now: () => number;
  /** From 0 to 1, for the jitter between retries. */
  readonly random: () => number;
  /** Told how many requests a call takes along. */
  readonly onBatch?: ((entries: number) => void) | undefined;
  /** Told how each request ended. */
  readonly onSettled?: ((outcome: CallOutcome) => void) | undefined;
}

export interface BatchLimits {
  /** From the asking to the answer, for each request. */
  readonly deadlineMs: number;
  readonly entriesMax: number;
  readonly batchBytesMax: number;
  /** Calls under way at once. What is asked meanwhile gathers for the next. */
  readonly inFlightMax: number;
  /** Requests that wait for a call or for a retry; one more is refused at once. */
  readonly waitingMax: number;
}

/** Tries of one request, the first included. Only requests whose connection was lost are tried again. */
const ATTEMPTS_MAX = 3;
const RETRY_PAUSE_MS = 40;

interface Waiting<Q, A> {
  readonly request: Q;
  readonly size: number;
  readonly deadlineMs: number;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: KmsClientError) => void;
  attempts: number;
}

/**
 * Gathers what concurrent callers ask and sends it as few calls.
 *
 * What is asked in one turn of the event loop travels together, at the end of that turn, so a single caller waits for nobody. While
 * `inFlightMax` calls are under way the next batch grows, so batches are as large as the service is busy.
 *
 * Every request is settled within its deadline: a call's deadline is that of its oldest request, and a call that ends frees a place
 * before any request that waited behind it is due. Both verbs are safe to repeat: a data key that nobody received protects nothing.
 */
export class BatchQueue<Q, A> {
  #waiting: Waiting<Q, A>[] = [];
  readonly #pausing = new Set<Waiting<Q, A>>();
  #inFlight = 0;
  #scheduled = false;
  #closed = false;

  constructor(private readonly options: BatchQueueOptions<Q, A>) {}

  ask(request: Q): Promise<A> {
    const { breaker, limits, now, sizeOf, onSettled } = this.options;
    return new Promise((resolve, reject) => {
      const refuse = (error: KmsClientError): void => {
        onSettled?.(error.code);
        reject(error);
      };
      const answer = (value: A): void => {
        onSettled?.('Success');
        resolve(value);
      };
      if (this.#closed) refuse(unavailable('The connection to the key service is closed.'));
      else if (breaker.open) refuse(unavailable('The key service is away.'));
      else if (this.waiting >= limits.waitingMax) refuse(unavailable('Too many requests wait for the key service.'));
      else {
        this.#waiting.push({ request, size: sizeOf(request), deadlineMs: now() + limits.deadlineMs, resolve: answer, reject: refuse, attempts: 0 });
        this.#schedule();
      }
    });
  }

  /** Requests that wait for a call or for a retry. */
  get waiting(): number {
    return this.#waiting.length + this.#pausing.size;
  }

  /** Refuses everything that is not under way. */
  refuseWaiting(message: string): void {
    const refused = [...this.#waiting, ...this.#pausing];
    this.#waiting = [];
    this.#pausing.clear();
    for (const { reject } of refused) reject(unavailable(message));
  }

  close(): void {
    this.#closed = true;
    this.refuseWaiting('The connection to the key service is closed.');
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#waiting.length > 0 && this.#inFlight < this.options.limits.inFlightMax) void this.#dispatch(this.#take());
    });
  }

  /** The oldest requests that fit one call; always at least one. */
  #take(): Waiting<Q, A>[] {
    const { entriesMax, batchBytesMax } = this.options.limits;
    let count = 0;
    let bytes = 0;
    for (const { size } of this.#waiting) {
      bytes += size;
      if (count === entriesMax || (count > 0 && bytes > batchBytesMax)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #dispatch(taken: readonly Waiting<Q, A>[]): Promise<void> {
    const batch = this.#refuseLate(taken);
    if (batch.length === 0) return;
    this.#inFlight += 1;
    this.options.onBatch?.(batch.length);
    try {
      const deadlineMs = batch.reduce((earliest, entry) => Math.min(earliest, entry.deadlineMs), Infinity);
      const answers = await this.options.send(batch.map(({ request }) => request), deadlineMs);
      this.options.breaker.succeeded();
      settle(batch, answers);
    } catch (error) {
      this.#failed(batch, error);
    } finally {
      this.#inFlight -= 1;
      this.#schedule();
    }
  }

  #refuseLate(batch: readonly Waiting<Q, A>[]): readonly Waiting<Q, A>[] {
    const now = this.options.now();
    if (batch.every((entry) => entry.deadlineMs > now)) return batch;
    for (const entry of batch) if (entry.deadlineMs <= now) entry.reject(unavailable('The key service did not answer in time.'));
    return batch.filter((entry) => entry.deadlineMs > now);
  }

  #failed(batch: readonly Waiting<Q, A>[], cause: unknown): void {
    const { error, transport, retryable } = callFailure(cause);
    const { breaker } = this.options;
    if (transport) breaker.failed();
    else breaker.succeeded();
    for (const entry of batch) {
      entry.attempts += 1;
      if (retryable && !this.#closed && !breaker.open && entry.attempts < ATTEMPTS_MAX) this.#retryLater(entry, error);
      else entry.reject(error);
    }
  }

  /** Full jitter around a growing pause, if the deadline leaves room for it. */
  #retryLater(entry: Waiting<Q, A>, error: KmsClientError): void {
    const pauseMs = RETRY_PAUSE_MS * entry.attempts * (0.5 + this.options.random());
    if (this.options.now() + pauseMs >= entry.deadlineMs) {
      entry.reject(error);
      return;
    }
    this.#pausing.add(entry);
    setTimeout(() => {
      if (!this.#pausing.delete(entry)) return;
      this.#waiting.unshift(entry);
      this.#schedule();
    }, pauseMs);
  }
}

function settle<Q, A>(batch: readonly Waiting<Q, A>[], answers: readonly Answer<A>[]): void {
  for (const [index, entry] of batch.entries()) {
    const answer = answers[index];
    if (answer === undefined) entry.reject(new KmsClientError('KMSInternalException', 'The key service left an entry of a batch without an answer.'));
    else if (answer instanceof KmsClientError) entry.reject(answer);
    else entry.resolve(answer);
  }
}
