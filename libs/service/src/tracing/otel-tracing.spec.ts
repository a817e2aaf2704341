import { readSettings } from '../settings/read-settings.js';
import { createLog } from '../log/create-log.js';
import { Registry } from 'prom-client';
import { openTracing } from './open-tracing.js';
import { parseTraceparent } from './traceparent.js';
import type { Tracing } from './tracing.js';
import { tracingSettings } from './tracing-settings.js';

/** Nobody listens on port 1, and nothing is exported before the test is over. */
const ENDPOINT = 'http://127.0.0.1:1';

async function opened(env: Record<string, string> = {}): Promise<Tracing> {
  const settings = readSettings(tracingSettings, { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, ...env });
  const tracing = await openTracing({ service: 'test', settings, metrics: new Registry(), log: createLog({ service: 'test', level: 'error', destination: { write: () => undefined } }) });
  if (tracing === undefined) throw new Error('nothing is traced');
  return tracing;
}

const flagsOf = (tracing: Tracing, traceparent?: string): number | undefined => {
  const span = tracing.server('request', traceparent, {});
  const { headers } = tracing.client('call', [span], {});
  return parseTraceparent(headers['traceparent'])?.traceFlags;
};

const SAMPLED = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const UNSAMPLED = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;

describe('OtelTracing', () => {
  it('knows the span that it is within, across turns, and only there', async () => {
    const tracing = await opened();
    expect(tracing.current()).toBeUndefined();
    const [one, two] = [tracing.server('one', undefined, {}), tracing.server('two', undefined, {})];
    await Promise.all([one, two].map((span) => tracing.within(span, async () => {
      await new Promise((resolve) => { setTimeout(resolve, 5); });
      expect(tracing.current()?.traceId).toBe(span.traceId);
      await tracing.step('step', {}, () => {
        expect(tracing.current()?.traceId).toBe(span.traceId);
        expect(tracing.current()).not.toBe(span);
        return Promise.resolve();
      });
    })));
    expect(one.traceId).not.toBe(two.traceId);
    expect(tracing.current()).toBeUndefined();
  });

  it('makes no span of a step outside of a request, and passes on what a step gives or throws', async () => {
    const tracing = await opened();
    expect(tracing.begin('step', {})).toBeUndefined();
    expect(await tracing.step('step', {}, () => Promise.resolve(tracing.current()))).toBeUndefined();
    await expect(tracing.step('step', {}, () => Promise.reject(new Error('as it was')))).rejects.toThrow('as it was');
    await tracing.within(tracing.server('request', undefined, {}), () => expect(tracing.step('step', {}, () => Promise.reject(new Error('as it was')))).rejects.toThrow('as it was'));
  });

  it('goes on with the trace of a client', async () => {
    const tracing = await opened();
    expect(tracing.server('request', SAMPLED, {}).traceId).toBe('a'.repeat(32));
    expect(tracing.server('request', 'nonsense', {}).traceId).not.toBe('a'.repeat(32));
  });

  it.each([
    ['always_on', '1', [1, 1, 1]],
    ['always_off', '1', [0, 0, 0]],
    ['traceidratio', '0', [0, 0, 0]],
    ['traceidratio', '1', [1, 1, 1]],
    ['parentbased_always_on', '1', [1, 1, 0]],
    ['parentbased_always_off', '1', [0, 1, 0]],
    ['parentbased_traceidratio', '0', [0, 1, 0]],
  ])('samples as %s with %s says: without a parent, with a sampled and with an unsampled one', async (sampler, argument, flags) => {
    const tracing = await opened({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: argument });
    expect([undefined, SAMPLED, UNSAMPLED].map((parent) => flagsOf(tracing, parent))).toEqual(flags);
  });

  it('hangs a call that serves several below one that is sampled', async () => {
    const tracing = await opened();
    const [silent, heard] = [tracing.server('request', UNSAMPLED, {}), tracing.server('request', undefined, {})];
    const { headers } = tracing.client('call', [silent, undefined, heard], {});
    expect(parseTraceparent(headers['traceparent'])).toMatchObject({ traceId: heard.traceId, traceFlags: 1 });
  });

  it('begins a trace for a call that serves nobody', async () => {
    const tracing = await opened();
    expect(parseTraceparent(tracing.client('call', [undefined], {}).headers['traceparent'])).toBeDefined();
  });
});
