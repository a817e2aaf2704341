import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import { BodyMissing } from '../engine/body-missing.js';
import { Damage, DAMAGE_KINDS, type DamageKind } from '../errors/damaged.js';
import type { StorageError } from '../errors/storage-error.js';

import type { Exchange } from './exchange.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** Counts requests by operation and class of status, errors by code, bytes either way, and the time from the first byte in to the last byte out. */
export class DoorMetrics {
  readonly #requests: Counter<'operation' | 'status'>;
  readonly #errors: Counter<'operation' | 'code'>;
  readonly #refusedOpens: Counter<'kind'>;
  readonly #seconds: Histogram<'operation'>;
  readonly #received: Counter;
  readonly #sent: Counter;
  /** Children by operation, and there by hundreds of the status, since finding one by its labels costs as much as counting. */
  readonly #requestCounters = new Map<string, (Counter.Internal | undefined)[]>();
  readonly #timers = new Map<string, Histogram.Internal<'operation'>>();
  #inFlight = 0;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#requests = new Counter({ name: 'coffer_s3_requests_total', help: 'S3 requests that were answered', labelNames: ['operation', 'status'], registers });
    this.#errors = new Counter({ name: 'coffer_s3_errors_total', help: 'S3 requests that were refused or failed', labelNames: ['operation', 'code'], registers });
    this.#refusedOpens = new Counter({ name: 'coffer_refused_opens_total', help: 'Stored bytes that are not what was written and were not returned', labelNames: ['kind'], registers });
    for (const kind of DAMAGE_KINDS) this.#refusedOpens.inc({ kind }, 0);
    this.#seconds = new Histogram({ name: 'coffer_s3_request_seconds', help: 'Time to answer S3 requests', labelNames: ['operation'], buckets: SECONDS, registers });
    this.#received = new Counter({ name: 'coffer_s3_received_bytes_total', help: 'Bytes of request bodies', registers });
    this.#sent = new Counter({ name: 'coffer_s3_sent_bytes_total', help: 'Bytes of response bodies', registers });
    const inFlight = (): number => this.#inFlight;
    new Gauge({ name: 'coffer_s3_requests_in_flight', help: 'S3 requests that are being served', registers, collect() { this.set(inFlight()); } });
  }

  begun(): void {
    this.#inFlight += 1;
  }

  /** However a request ended. */
  ended(): void {
    this.#inFlight -= 1;
  }

  /** `status` is what was answered; 499 for a body that did not reach its end. */
  count(exchange: Exchange, status: number, sent: number): void {
    const operation = exchange.operation?.name ?? 'none';
    this.#requestCounter(operation, Math.floor(status / 100)).inc();
    this.#timer(operation).observe((performance.now() - exchange.startedMs) / 1000);
    if (exchange.body.received > 0) this.#received.inc(exchange.body.received);
    if (sent > 0) this.#sent.inc(sent);
  }

  /** A refusal, or a body that failed on its way. */
  countError(exchange: Exchange, error: StorageError): void {
    this.#errors.inc({ operation: exchange.operation?.name ?? 'none', code: error.code });
    const kind = damageOf(error);
    if (kind !== undefined) this.#refusedOpens.inc({ kind });
  }

  #requestCounter(operation: string, hundreds: number): Counter.Internal {
    let counters = this.#requestCounters.get(operation);
    if (counters === undefined) this.#requestCounters.set(operation, (counters = []));
    return (counters[hundreds] ??= this.#requests.labels(operation, `${String(hundreds)}xx`));
  }

  #timer(operation: string): Histogram.Internal<'operation'> {
    let timer = this.#timers.get(operation);
    if (timer === undefined) this.#timers.set(operation, (timer = this.#seconds.labels(operation)));
    return timer;
  }
}

function damageOf({ cause }: StorageError): DamageKind | undefined {
  if (cause instanceof Damage) return cause.kind;
  return cause instanceof BodyMissing ? 'missing' : undefined;
}
