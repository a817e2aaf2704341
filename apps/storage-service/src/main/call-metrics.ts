import type { BatchMethod, CallMethod, CallObserver, CallOutcome, KmsConnection } from '@coffer/kms-client';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** From a call on the same machine to the longest deadline that is usual. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
/** Up to what the client puts into one call. */
const ENTRIES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** What is counted of calls to the KMS. */
export class CallMetrics implements CallObserver {
  readonly #registry: Registry;
  readonly #calls: Counter<'method' | 'outcome'>;
  readonly #seconds: Histogram<'method'>;
  readonly #entries: Histogram<'method'>;
  readonly #settled: Counter<'method' | 'outcome'>;
  /** Children by method and outcome: each request for a key is settled on its own. */
  readonly #children = new Map<BatchMethod, Map<CallOutcome, Counter.Internal>>([['GenerateDataKeyBatch', new Map()], ['DecryptBatch', new Map()]]);

  constructor(registry: Registry) {
    const registers = [registry];
    this.#registry = registry;
    this.#calls = new Counter({ name: 'coffer_kms_client_calls_total', help: 'gRPC calls to the KMS that ended', labelNames: ['method', 'outcome'], registers });
    this.#seconds = new Histogram({ name: 'coffer_kms_client_call_seconds', help: 'Time of gRPC calls to the KMS', labelNames: ['method'], buckets: SECONDS, registers });
    this.#entries = new Histogram({ name: 'coffer_kms_client_batch_entries', help: 'Requests that travelled in one call', labelNames: ['method'], buckets: ENTRIES, registers });
    this.#settled = new Counter({ name: 'coffer_kms_client_entries_total', help: 'Requests for keys that were settled', labelNames: ['method', 'outcome'], registers });
  }

  called(method: CallMethod, outcome: CallOutcome, seconds: number): void {
    this.#calls.labels(method, outcome).inc();
    this.#seconds.labels(method).observe(seconds);
  }

  batched(method: BatchMethod, entries: number): void {
    this.#entries.labels(method).observe(entries);
  }

  settled(method: BatchMethod, outcome: CallOutcome): void {
    const children = this.#children.get(method);
    let child = children?.get(outcome);
    if (child === undefined) children?.set(outcome, (child = this.#settled.labels(method, outcome)));
    child?.inc();
  }

  /** A gauge of what waits, read when somebody asks. */
  watch(kms: Pick<KmsConnection, 'waiting'>): void {
    const registers = [this.#registry];
    new Gauge({ name: 'coffer_kms_client_waiting', help: 'Requests that wait for a call to leave', registers, collect() { this.set(kms.waiting()); } });
  }
}
