import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { GenerateRandomCommand } from '@aws-sdk/client-kms';
import { startProcess, type ProcessSettings, type RunningProcess } from '@coffer/testing';
import { exportedEvents } from './audit-command.js';
import { kmsClient } from './client.js';
import { madeUpSettings } from './made-up-settings.js';

const BODY_SIZE_MAX = 256 * 1024;

describe('the HTTP door', () => {
  let settings: ProcessSettings;
  let running: RunningProcess;
  let origin: string;
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> => fetch(origin, { method: 'POST', body, headers });

  beforeAll(async () => {
    settings = madeUpSettings();
    running = await startProcess('kms-service', settings);
    origin = `http://127.0.0.1:${String(running.ports['kms'])}/`;
  });

  afterAll(() => running.stop());

  it('refuses who does not sign, in the shape of AWS JSON 1.1, with a request id, and says nothing of itself', async () => {
    const response = await post('{"NumberOfBytes":1}', { 'x-amz-target': 'TrentService.GenerateRandom' });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('etag')).toBeNull();
    expect(await response.json()).toEqual({ __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' });
  });

  it.each([['GET', '/'], ['PUT', '/'], ['POST', '/x'], ['DELETE', '/?a=b'], ['OPTIONS', '/']])('knows no %s of %s', async (method, path) => {
    const response = await fetch(new URL(path, origin), { method });
    expect([response.status, ((await response.json()) as { __type: string }).__type]).toEqual([400, 'UnknownOperationException']);
  });

  it('does not tell who does not sign which operations there are', async () => {
    expect(await (await post('{}', { 'x-amz-target': 'TrentService.Nonsense' })).json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  it('reads as much as its limit, and closes on who sends a byte more', async () => {
    expect((await post(' '.repeat(BODY_SIZE_MAX))).status).toBe(400);
    const refused = await post(' '.repeat(BODY_SIZE_MAX + 1)).catch(() => undefined);
    // A client that is still writing may see the closed connection before the answer.
    if (refused !== undefined) expect([refused.status, refused.headers.get('connection')]).toEqual([413, 'close']);
  });

  it('refuses a body without a length when it has become too long', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(running.ports['kms'] ?? 0, '127.0.0.1');
      let text = '';
      socket.on('data', (bytes: Buffer) => { text += bytes.toString('latin1'); }).on('close', () => { resolve(text); }).on('error', () => { resolve(text); });
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
      const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
      for (let i = 0; i < 5; i += 1) socket.write(chunk);
      setTimeout(() => { reject(new Error('no answer')); }, 5_000).unref();
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('RequestEntityTooLargeException');
  });

  it('records no call of who is not known', async () => {
    expect(await exportedEvents(settings)).toEqual([]);
  });

  it('outlives a client that goes away in the middle of its request', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(running.ports['kms'] ?? 0, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{', () => { socket.destroy(); });
      socket.once('close', () => { resolve(); });
    });
    expect((await post('{}')).status).toBe(400);
    expect(running.output()).toBe('');
  });
});

describe('the HTTP door with a certificate', () => {
  it('is HTTPS, and serves an unchanged client', async () => {
    const made = madeUpSettings();
    const tls = { COFFER_KMS_TLS_CERT_FILE: made['COFFER_GRPC_TLS_CERT_FILE'] ?? '', COFFER_KMS_TLS_KEY_FILE: made['COFFER_GRPC_TLS_KEY_FILE'] ?? '' };
    const running = await startProcess('kms-service', { ...made, ...tls });
    const port = running.ports['kms'] ?? 0;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpsRequest({ host: '127.0.0.1', port, method: 'POST', ca: readFileSync(made['COFFER_GRPC_TLS_CA_FILE'] ?? '') }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject).end('{}');
    });
    expect(status).toBe(400);
    const plain = kmsClient(port);
    await expect(plain.send(new GenerateRandomCommand({ NumberOfBytes: 1 }))).rejects.toThrow();
    plain.destroy();
    await running.stop();
  });
});
