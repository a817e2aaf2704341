import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { tempDir } from '@coffer/testing';

import { startLab, ROOT, MALLORY, type Lab } from './lab.js';
import { person, allow, type Credentials } from './people.js';
import { signedRequest } from './signed-request.js';

const SCRIPT = `export const long = '${'a'.repeat(4_000)}';\n`;
const viewer = person('viewer', [allow('coffer:GetOverview')]);
const nobody = person('nobody', [allow('s3:*')]);
let lab: Lab;
let origin: string;

function consoleDirectory(): string {
  const directory = join(tempDir(), 'console');
  mkdirSync(join(directory, 'assets'), { recursive: true });
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Coffer</title>');
  writeFileSync(join(directory, 'assets/index-a1b2.js'), SCRIPT);
  writeFileSync(join(directory, 'assets/index-a1b2.js.map'), '{}');
  writeFileSync(join(directory, '../outside.txt'), 'a secret');
  symlinkSync('../outside.txt', join(directory, 'link.txt'));
  return directory;
}

beforeAll(async () => {
  lab = await startLab({ COFFER_CONSOLE_PORT: '0', COFFER_CONSOLE_DIR: consoleDirectory() }, [viewer, nobody]);
  origin = `http://localhost:${String(lab.storage.ports['console'])}`;
});

/** As it is sent, whatever `fetch` would make of it. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(lab.storage.ports['console'] ?? 0, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (piece: string) => (answer += piece)).on('close', () => { resolve(answer); }).on('error', reject);
    socket.write(`${text}\r\nconnection: close\r\n\r\n`);
  });
}

describe('the files of the console', () => {
  it.each(['/', '/index.html', '/?a=b'])('%s is the page, which nobody keeps', async (path) => {
    const response = await fetch(origin + path);
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
    expect(await response.text()).toBe('<!doctype html><title>Coffer</title>');
  });

  it('with a hash in their names may be kept for good, and travel compressed where that is wanted', async () => {
    const response = await fetch(`${origin}/assets/index-a1b2.js`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toBe(SCRIPT);
    const plain = await fetch(`${origin}/assets/index-a1b2.js`, { headers: { 'accept-encoding': 'gzip;q=0, br' } });
    expect([plain.headers.get('content-encoding'), plain.headers.get('vary'), await plain.text()]).toEqual([null, 'Accept-Encoding', SCRIPT]);
  });

  it('are sent without a body to HEAD', async () => {
    const response = await fetch(`${origin}/assets/index-a1b2.js`, { method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
    expect([response.headers.get('content-length'), await response.text()]).toEqual([String(SCRIPT.length), '']);
    expect(() => gunzipSync(SCRIPT)).toThrow();
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('are not for %s', async (method) => {
    const response = await fetch(origin, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each(['/../outside.txt', '/assets/../../outside.txt', '/%2e%2e/outside.txt', '/..%2foutside.txt', '//etc/passwd', '/link.txt', '/assets/', '/assets', '/assets/index-a1b2.js.map', '/__proto__', '/constructor'])(
    'are not %s', async (path) => {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nhost: localhost`);
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
      expect(answer).not.toContain('a secret');
    });
});

describe('every answer of the door', () => {
  it.each(['/', '/assets/index-a1b2.js', '/config.json', '/nothing', '/overview.json'])('has the strict policy: %s', async (path) => {
    const { headers } = await fetch(origin + path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(expect.arrayContaining([
      "default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", 'trusted-types default',
      `connect-src 'self' http://localhost:${String(lab.port)} http://localhost:9010`,
    ]));
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect([...headers.keys()].filter((name) => name.startsWith('access-control') || name === 'server' || name === 'x-powered-by')).toEqual([]);
  });

  it.each(["localhost; script-src 'unsafe-inline'", 'a b', 'a/b', '', 'localhost:123456', 'a'.repeat(254)])('is a refusal where the host is %j', async (host) => {
    const answer = await raw(`GET / HTTP/1.1\r\nhost: ${host}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('unsafe-inline');
  });
});

describe('/config.json', () => {
  it('says where the services are, under the name that the browser knows', async () => {
    const answer = await raw('GET /config.json HTTP/1.1\r\nhost: box.example:9001');
    expect(JSON.parse(answer.slice(answer.indexOf('{'))) as object).toEqual({
      s3: `http://box.example:${String(lab.port)}`, kms: 'http://box.example:9010', region: 'us-east-1', accountId: '000000000000', version: '0.1.0',
    });
    expect(answer).toMatch(/cache-control: no-store/i);
  });
});

describe('/overview.json', () => {
  const overview = async (credentials?: Credentials) => {
    const headers = credentials === undefined ? {} : signedRequest('GET', `${origin}/overview.json`, credentials);
    const response = await fetch(`${origin}/overview.json`, { headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('is for who signed and may have it', async () => {
    expect(await overview()).toMatchObject({ status: 403, body: { code: 'AccessDenied' } });
    expect(await overview({ ...ROOT, secretAccessKey: 'another-secret-0123456789' })).toMatchObject({ status: 403, body: { code: 'SignatureDoesNotMatch' } });
    expect(await overview(MALLORY)).toMatchObject({ status: 403, body: { code: 'AccessDenied' } });
    expect(await overview(nobody)).toMatchObject({ status: 403, body: { code: 'AccessDenied', message: expect.stringContaining('coffer:GetOverview') as string } });
    expect((await overview(viewer)).status).toBe(200);
  });

  it('tells states and numbers, and neither names of objects nor reasons', async () => {
    const s3 = lab.s3();
    await s3.send(new CreateBucketCommand({ Bucket: 'counted' }));
    await s3.send(new PutObjectCommand({ Bucket: 'counted', Key: 'a-name-of-mine', Body: 'x' }));
    const { body } = await overview(ROOT);
    expect(body).toMatchObject({ storage: 'ok', checks: { open: 'ok', index: 'ok', bodies: 'ok', kms: 'ok' }, bucketKeys: { saved: expect.any(Number) as number, asked: expect.any(Number) as number } });
    expect(JSON.stringify(body)).not.toMatch(/a-name-of-mine|COFFER_|\/tmp/);
  });

  it('says that the hop to the KMS is broken', async () => {
    await lab.kms.kill();
    const deadline = Date.now() + 20_000;
    for (;;) {
      const { body } = await overview(ROOT);
      if (body['storage'] === 'degraded') return expect(body).toMatchObject({ checks: { kms: 'degraded', index: 'ok' } });
      if (Date.now() > deadline) throw new Error('it never said so');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
});

describe('without files', () => {
  it('the service runs, says so in its log, and has no door', async () => {
    const other = await startLab({ COFFER_CONSOLE_PORT: '0', COFFER_CONSOLE_DIR: tempDir() });
    expect(other.storage.ports).not.toHaveProperty('console');
    await untilSaid(other.storage, 'no console is served: COFFER_CONSOLE_DIR');
    expect((await fetch(`http://127.0.0.1:${String(other.port)}/`)).status).toBe(403);
  });
});

describe('pages of the console', () => {
  it('may read what S3 answers, and pages of no other address', async () => {
    const read = async (from: string) => (await fetch(`http://127.0.0.1:${String(lab.port)}/`, { headers: { origin: from } })).headers.get('access-control-allow-origin');
    expect(await read(origin)).toBe(origin);
    expect(await read(origin.replace('localhost', '127.0.0.1'))).toBe(origin.replace('localhost', '127.0.0.1'));
    expect(await read('http://localhost:1')).toBeNull();
  });
});

/** A line of the log comes by another way than the news that the service is ready. */
async function untilSaid(process: { output(): string }, text: string): Promise<void> {
  for (let looks = 0; looks < 100 && !process.output().includes(text); looks += 1) await new Promise((resolve) => { setTimeout(resolve, 50); });
  expect(process.output()).toContain(text);
}
