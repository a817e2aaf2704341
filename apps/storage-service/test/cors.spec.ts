import { startLab, type Lab } from './lab.js';
import { RawConnection, signedHead } from './raw.js';

const ORIGIN = 'https://console.example.com';
const EVIL = 'https://console.example.com.evil.example';
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ COFFER_CONSOLE_ORIGINS: ORIGIN });
});

const url = (path: string) => `http://127.0.0.1:${String(lab.port)}${path}`;
const preflight = (origin: string, method: string, headers = 'authorization,x-amz-date,x-amz-content-sha256') =>
  fetch(url('/notes/a'), { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers } });
const granted = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith('access-control'));
const signed = async (method: string, path: string, origin: string) => new RawConnection(lab.port).send(signedHead(method, path, {}, 'UNSIGNED-PAYLOAD', [`origin: ${origin}`]).text).answer();

describe('a page of an origin that was named', () => {
  it.each(['GET', 'HEAD', 'PUT', 'POST', 'DELETE'])('may ask with %s, before anybody is authenticated', async (method) => {
    const { status, headers } = await preflight(ORIGIN, method);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, PUT, POST, DELETE');
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each([['PATCH', 'authorization'], ['PUT', 'cookie']])('may not ask with %s and %s', async (method, names) => {
    const { status, headers } = await preflight(ORIGIN, method, names);
    expect([status, granted(headers)]).toEqual([403, []]);
  });

  it('reads answers with their request id', async () => {
    const { status, head } = await signed('GET', '/', ORIGIN);
    expect(status).toBe(200);
    expect(head).toContain(`Access-Control-Allow-Origin: ${ORIGIN}\r\n`);
    expect(head).toContain('Vary: Origin');
    expect(head).toMatch(/Access-Control-Expose-Headers: .*x-amz-request-id/);
  });

  it('reads refusals as well, signed or not', async () => {
    const refused = await fetch(url('/'), { headers: { origin: ORIGIN } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, ORIGIN]);
    expect(refused.headers.get('access-control-expose-headers')).toContain('x-amz-request-id');
    const { status, head } = await signed('GET', '/no-such-bucket', ORIGIN);
    expect(status).toBe(404);
    expect(head).toContain(`Access-Control-Allow-Origin: ${ORIGIN}`);
  });

  it('reads that the KMS is away, and when to try again', async () => {
    await signed('PUT', '/notes', ORIGIN);
    await lab.kms.kill();
    const connection = new RawConnection(lab.port).send(signedHead('PUT', '/notes/a', { 'content-length': '1', 'x-amz-server-side-encryption': 'aws:kms' }, 'UNSIGNED-PAYLOAD', [`origin: ${ORIGIN}`]).text).send('x');
    const { status, head } = await connection.answer();
    expect(status).toBe(503);
    expect(head).toContain(`Access-Control-Allow-Origin: ${ORIGIN}`);
    expect(head).toMatch(/Access-Control-Expose-Headers: .*retry-after/);
    connection.socket.destroy();
  });
});

describe('any other page', () => {
  it.each([EVIL, 'null', 'http://console.example.com'])('of %s is told nothing', async (origin) => {
    const { status, headers } = await preflight(origin, 'GET');
    expect([status, granted(headers)]).toEqual([405, []]);
    const { head } = await signed('GET', '/', origin);
    expect(head).not.toMatch(/access-control/i);
  });

  it('and whoever is no page gets answers as ever', async () => {
    const { head } = await new RawConnection(lab.port).send(signedHead('GET', '/', {}).text).answer();
    expect(head).not.toMatch(/access-control|vary/i);
  });
});
