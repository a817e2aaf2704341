import { readSettings } from '../settings/read-settings.js';
import { isTraced } from './open-tracing.js';
import { tracingSettings } from './tracing-settings.js';

const read = (env: Record<string, string>) => readSettings(tracingSettings, env);
const HTTP = 'http://collector:4318';

describe('settings of traces', () => {
  it('are off without an endpoint', () => {
    expect(isTraced(read({}))).toBe(false);
    expect(isTraced(read({ OTEL_TRACES_SAMPLER: 'always_on' }))).toBe(false);
  });

  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: HTTP },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${HTTP}/v1/traces` },
  ])('are on with one: %o', (env: Record<string, string>) => {
    expect(isTraced(read(env))).toBe(true);
    expect(isTraced(read({ ...env, OTEL_SDK_DISABLED: 'true' }))).toBe(false);
  });

  it('have the defaults of the specification', () => {
    expect(read({})).toMatchObject({ tracesSampler: 'parentbased_always_on', tracesSamplerRatio: 1, otlpProtocol: 'http/protobuf', tracingDisabled: false });
  });

  it.each([['0', 0], ['1', 1], ['0.25', 0.25], ['.5', 0.5], ['1.0', 1]])('take the share %s', (text, share) => {
    expect(read({ OTEL_TRACES_SAMPLER_ARG: text }).tracesSamplerRatio).toBe(share);
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://collector:4317'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://user:secret@collector:4318'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_TRACES_SAMPLER', 'jaeger_remote'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
    ['OTEL_TRACES_SAMPLER_ARG', '.'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'token'],
    ['OTEL_SDK_DISABLED', 'yes'],
  ])('refuse %s=%s, by its name', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name);
  });

  it('show no header in a refusal', () => {
    expect(() => read({ OTEL_EXPORTER_OTLP_HEADERS: 'hidden' })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hidden') as string }) as Error);
  });
});
