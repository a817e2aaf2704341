import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SERVICE = pathToFileURL(join(import.meta.dirname, '../dist/index.js')).href;

/** What of OpenTelemetry's SDK a process loads that opens its tracing under these settings. Its small API is there in any case: prom-client asks for it. */
function loadedWith(env: Record<string, string>): string[] {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { if (/@opentelemetry.(?!api.)/.test(url)) loaded.push(url); return next(url, context); } });
    const { openTracing, readSettings, tracingSettings, createLog, createMetrics } = await import(${JSON.stringify(SERVICE)});
    const tracing = await openTracing({ service: 's', settings: readSettings(tracingSettings, ${JSON.stringify(env)}), metrics: createMetrics('s'), log: createLog({ service: 's', level: 'error' }) });
    process.stdout.write(JSON.stringify({ on: tracing !== undefined, loaded }));
    process.exit();
  `;
  const { on, loaded } = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })) as { on: boolean; loaded: string[] };
  expect(on).toBe('OTEL_EXPORTER_OTLP_ENDPOINT' in env);
  return loaded;
}

describe('tracing', () => {
  it("loads nothing of OpenTelemetry's SDK where it is off", () => {
    expect(loadedWith({})).toEqual([]);
  });

  it('loads it where it is on', () => {
    expect(loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }).length).toBeGreaterThan(0);
  });
});
