import type { Context } from '@opentelemetry/api';
import { BatchSpanProcessor, type ReadableSpan, type Span, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { ExportObserver } from './tracing-metrics.js';

/** Spans that may wait, in one request, and how long they gather. */
export const SPANS_WAITING_MAX = 2_048;
const BATCH_MAX = 512;
const GATHER_MS = 1_000;
/** An export that takes longer is given up. */
const EXPORT_TIMEOUT_MS = 5_000;

type Export = SpanExporter['export'];

/** The SDK's batches, whose queue is watched: it drops silently what it has no room for, so what comes too much is refused, and counted, before. */
export class BoundedExport implements SpanProcessor {
  readonly #batches: BatchSpanProcessor;
  readonly #observer: ExportObserver;
  #waiting = 0;

  constructor(exporter: SpanExporter, observer: ExportObserver) {
    this.#observer = observer;
    const watched: SpanExporter = { export: this.#watched(exporter), shutdown: () => exporter.shutdown() };
    this.#batches = new BatchSpanProcessor({
      exporter: watched, maxQueueSize: SPANS_WAITING_MAX, maxExportBatchSize: BATCH_MAX, scheduledDelayMillis: GATHER_MS, exportTimeoutMillis: EXPORT_TIMEOUT_MS,
    });
  }

  onStart(span: Span, context: Context): void {
    this.#batches.onStart(span, context);
  }

  onEnd(span: ReadableSpan): void {
    if (this.#waiting >= SPANS_WAITING_MAX) {
      this.#observer.dropped();
      return;
    }
    this.#waiting += 1;
    this.#batches.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.#batches.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#batches.shutdown();
  }

  /** A batch has left the queue when it is handed over, and may be under way for as long as an export may take. */
  #watched(exporter: SpanExporter): Export {
    return (spans, done) => {
      this.#waiting -= spans.length;
      exporter.export(spans, (result) => {
        if (result.error === undefined) this.#observer.exported(spans.length);
        else this.#observer.failed(spans.length, result.error);
        done(result);
      });
    };
  }
}
