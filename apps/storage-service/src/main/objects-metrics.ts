import { Counter, Gauge, type Registry } from 'prom-client';

import type { ObjectsMeter } from '../objects/deps.js';
import type { Envelope } from '../sse/envelope.js';

/** What metrics call each mode. */
const MODES = { s3: 'sse-s3', kms: 'sse-kms', 'kms-bucket-key': 'sse-kms-bucket-key', customer: 'sse-c' } as const satisfies Record<Envelope['mode'], string>;

export function modeName(mode: Envelope['mode']): string {
  return MODES[mode];
}

type ByMode = Readonly<Record<Envelope['mode'], Counter.Internal>>;

function byMode(counter: Counter<'mode'>): ByMode {
  return {
    s3: counter.labels(MODES.s3),
    kms: counter.labels(MODES.kms),
    'kms-bucket-key': counter.labels(MODES['kms-bucket-key']),
    customer: counter.labels(MODES.customer),
  };
}

/** What is counted of sealed bodies. Children are made beforehand, since every small object is counted. */
export class ObjectsMetrics implements ObjectsMeter {
  readonly #sealed: ByMode;
  readonly #opened: ByMode;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#sealed = byMode(new Counter({ name: 'coffer_sealed_bytes_total', help: 'Bytes of plaintext that were sealed', labelNames: ['mode'], registers }));
    this.#opened = byMode(new Counter({ name: 'coffer_opened_bytes_total', help: 'Bytes of plaintext that were opened and authentic', labelNames: ['mode'], registers }));
  }

  sealed(mode: Envelope['mode'], bytes: number): void {
    this.#sealed[mode].inc(bytes);
  }

  opened(mode: Envelope['mode'], bytes: number): void {
    this.#opened[mode].inc(bytes);
  }
}

/** What is counted of bodies that nothing names any more. */
export class SweepMetrics {
  readonly #removed: Counter;
  readonly #failures: Counter;
  readonly #leftovers: Counter;
  readonly #lastSuccess: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#removed = new Counter({ name: 'coffer_sweep_removed_bodies_total', help: 'Bodies that no record named and that a sweep removed', registers });
    this.#failures = new Counter({ name: 'coffer_sweep_failures_total', help: 'Sweeps that failed', registers });
    this.#lastSuccess = new Gauge({ name: 'coffer_sweep_last_success_timestamp_seconds', help: 'When a sweep last ended well', registers });
    this.#leftovers = new Counter({ name: 'coffer_leftover_bodies_total', help: 'Bodies that could not be removed and wait for the next sweep', registers });
  }

  swept(removed: number): void {
    this.#removed.inc(removed);
    this.#lastSuccess.set(Date.now() / 1_000);
  }

  failed(): void {
    this.#failures.inc();
  }

  leftover(): void {
    this.#leftovers.inc();
  }
}
