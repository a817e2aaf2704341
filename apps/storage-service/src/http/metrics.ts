import { Counter, Histogram, type Registry } from 'prom-client';

import type { Exchange } from './exchange.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** Counts requests by operation and class of status, bytes either way, and the time from the first byte in to the last byte out. */
export class DoorMetrics {
  readonly #requests: Counter<'operation' | 'status'>;
  readonly #seconds: Histogram<'operation'>;
  readonly #received: Counter;
  readonly #sent: Counter;
  /** Children by operation and status, since finding one by its labels costs as much as counting. */
  readonly #requestCounters = new Map<string, Counter.Internal>();
  readonly #timers = new Map<string, Histogram.Internal<'operation'>>();

  constructor(registry: Registry) {
    const registers = [registry];
    this.#requests = new Counter({ name: 'coffer_s3_requests_total', help: 'S3 requests that were answered', labelNames: ['operation', 'status'], registers });
    this.#seconds = new Histogram({ name: 'coffer_s3_request_seconds', help: 'Time to answer S3 requests', labelNames: ['operation'], buckets: SECONDS, registers });
    this.#received = new Counter({ name: 'coffer_s3_received_bytes_total', help: 'Bytes of request bodies', registers });
    this.#sent = new Counter({ name: 'coffer_s3_sent_bytes_total', help: 'Bytes of response bodies', registers });
  }

  /** `status` is what was answered; 499 for a body that did not reach its end. */
  count(exchange: Exchange, status: number, sent: number): void {
    const operation = exchange.operation?.name ?? 'none';
    this.#requestCounter(operation, `${String(status)[0] ?? '0'}xx`).inc();
    this.#timer(operation).observe((performance.now() - exchange.startedMs) / 1000);
    if (exchange.body.received > 0) this.#received.inc(exchange.body.received);
    if (sent > 0) this.#sent.inc(sent);
  }

  #requestCounter(operation: string, status: string): Counter.Internal {
    const name = `${operation} ${status}`;
    let counter = this.#requestCounters.get(name);
    if (counter === undefined) this.#requestCounters.set(name, (counter = this.#requests.labels(operation, status)));
    return counter;
  }

  #timer(operation: string): Histogram.Internal<'operation'> {
    let timer = this.#timers.get(operation);
    if (timer === undefined) this.#timers.set(operation, (timer = this.#seconds.labels(operation)));
    return timer;
  }
}
