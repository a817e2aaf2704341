import { ROOT_CONTEXT } from '@opentelemetry/api';
import { TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { BoundedExport, SPANS_WAITING_MAX } from './bounded-export.js';

/** The SDK's result of an export, whose enumeration it does not export. */
type Done = (result: { readonly code: number; readonly error?: Error }) => void;
const [SUCCESS, FAILED] = [{ code: 0 }, { code: 1, error: new Error('away') }];

/** An exporter that is answered by hand. */
function lab() {
  const exports: { readonly spans: ReadableSpan[]; readonly done: Done }[] = [];
  const seen = { exported: 0, failed: 0, dropped: 0 };
  const bounded = new BoundedExport({ export: (spans, done) => { exports.push({ spans, done }); }, shutdown: () => Promise.resolve() }, {
    exported: (spans) => { seen.exported += spans; },
    failed: (spans) => { seen.failed += spans; },
    dropped: () => { seen.dropped += 1; },
  });
  const tracer = new TracerProvider({ spanProcessors: [bounded] }).getTracer('test');
  const spans = (count: number): void => { for (let i = 0; i < count; i += 1) tracer.startSpan('s', {}, ROOT_CONTEXT).end(); };
  return { exports, seen, bounded, spans };
}

describe('BoundedExport', () => {
  it('counts what was exported and what was not', async () => {
    const { exports, seen, bounded, spans } = lab();
    spans(3);
    const flushed = bounded.forceFlush();
    exports[0]?.done(SUCCESS);
    await flushed;
    spans(2);
    const failed = bounded.forceFlush();
    exports[1]?.done(FAILED);
    await expect(failed).rejects.toThrow('away');
    expect(seen).toEqual({ exported: 3, failed: 2, dropped: 0 });
  });

  it('keeps as many as may wait behind one export that hangs, and drops and counts one more', () => {
    const { exports, seen, spans } = lab();
    spans(512);
    expect(exports).toHaveLength(1);
    spans(SPANS_WAITING_MAX);
    expect(seen.dropped).toBe(0);
    spans(1);
    expect(seen.dropped).toBe(1);
    expect(exports).toHaveLength(1);
  });

  it('takes spans again when there is room', async () => {
    const { exports, seen, spans } = lab();
    spans(512 + SPANS_WAITING_MAX);
    exports[0]?.done(SUCCESS);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    expect(exports).toHaveLength(2);
    spans(512);
    expect(seen.dropped).toBe(0);
    spans(1);
    expect(seen.dropped).toBe(1);
  });
});
