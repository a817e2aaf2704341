import { Counter, type Registry } from 'prom-client';
import type { Log } from '../log/create-log.js';

/** Told what becomes of spans. */
export interface ExportObserver {
  exported(spans: number): void;
  failed(spans: number, error: unknown): void;
  dropped(): void;
}

/** What is counted of traces. A receiver that is away is logged once, until it is there again. */
export class TracingMetrics implements ExportObserver {
  readonly #spans: Readonly<Record<'exported' | 'failed' | 'dropped', Counter.Internal>>;
  readonly #log: Log;
  #fails = false;

  constructor(registry: Registry, log: Log) {
    const counter = new Counter({ name: 'coffer_trace_spans_total', help: 'Spans of traces, by what became of them', labelNames: ['outcome'], registers: [registry] });
    this.#spans = { exported: counter.labels('exported'), failed: counter.labels('failed'), dropped: counter.labels('dropped') };
    for (const child of Object.values(this.#spans)) child.inc(0);
    this.#log = log;
  }

  exported(spans: number): void {
    this.#spans.exported.inc(spans);
    this.#fails = false;
  }

  failed(spans: number, err: unknown): void {
    this.#spans.failed.inc(spans);
    if (!this.#fails) this.#log.warn('traces could not be exported, and are lost until the receiver is there again', { setting: 'OTEL_EXPORTER_OTLP_ENDPOINT', err });
    this.#fails = true;
  }

  dropped(): void {
    this.#spans.dropped.inc();
  }
}
