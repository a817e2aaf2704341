import { Counter } from 'prom-client';
import { AdminServer, createLog, createMetrics, Health } from '../src/index.js';

describe('AdminServer', () => {
  const health = new Health();
  const metrics = createMetrics('test-service');
  const log: string[] = [];
  const destination = { write: (line: string) => log.push(line) };
  const server = new AdminServer({ health, metrics, log: createLog({ service: 'x', level: 'info', destination }) });
  let storeWorks = true;
  let base = '';

  beforeAll(async () => {
    health.add('store', () => storeWorks || 'COFFER_X: is away');
    base = `http://127.0.0.1:${String(await server.listen('COFFER_S3_ADMIN_PORT', '127.0.0.1', 0))}`;
  });
  afterAll(() => server.close());

  async function ask(path: string, init?: RequestInit): Promise<{ status: number; type: string | null; body: string }> {
    const response = await fetch(base + path, init);
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  }

  it('is live while it answers', async () => {
    storeWorks = false;
    expect(await ask('/livez')).toEqual({ status: 200, type: 'application/json', body: '{"status":"ok"}\n' });
  });

  it('is ready when each check passes, and says which does not', async () => {
    storeWorks = true;
    expect(await ask('/readyz')).toMatchObject({ status: 200, body: '{"status":"ok","checks":{"store":"ok"}}\n' });
    storeWorks = false;
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: '{"status":"failing","checks":{"store":"failing"},"reasons":{"store":"COFFER_X: is away"}}\n' });
  });

  it('says the same in text, a line for each check', async () => {
    storeWorks = false;
    const failing = { status: 503, type: 'text/plain; charset=utf-8', body: 'store: failing, COFFER_X: is away\nnot ready\n' };
    expect(await ask('/readyz?format=text')).toEqual(failing);
    expect(await ask('/readyz', { headers: { accept: 'text/plain' } })).toEqual(failing);
    storeWorks = true;
    expect(await ask('/readyz?format=text')).toMatchObject({ status: 200, body: 'store: ok\nready\n' });
  });

  it('gives the metrics of the process and those of the service', async () => {
    new Counter({ name: 'coffer_test_total', help: 'x', registers: [metrics] }).inc(3);
    const { status, type, body } = await ask('/metrics');
    expect(status).toBe(200);
    expect(type).toMatch(/^text\/plain/);
    expect(body).toContain('process_resident_memory_bytes{service="test-service"}');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
    expect(body).toContain('coffer_test_total{service="test-service"} 3');
  });

  it('answers HEAD without a body, and refuses other methods and places', async () => {
    expect(await ask('/livez', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await ask('/livez', { method: 'POST' })).toMatchObject({ status: 405 });
    expect(await ask('/')).toMatchObject({ status: 404 });
    expect(await ask('/livez?verbose')).toMatchObject({ status: 200 });
  });
});
