import { createServer, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterTests } from '@coffer/testing';
import { Cors, REQUESTED_HEADERS_MAX } from '../src/cors/cors.js';

const ORIGIN = 'https://console.example.com';

describe('a preflight', () => {
  const cors = new Cors({ origins: [ORIGIN], methods: ['GET', 'PUT'] });
  const server = createServer((incoming, response) => {
    if (!cors.answerPreflight(incoming, response)) response.writeHead(418).end();
  });
  let port = 0;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    afterTests(() => { server.close(); });
  });

  const send = async (headers: Record<string, string>, method = 'OPTIONS', body = '') => {
    const outgoing = request({ port, host: '127.0.0.1', method, headers, agent: false });
    outgoing.end(body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    answer.resume();
    return { status: answer.statusCode, headers: answer.headers };
  };
  const asks = (method: string, names?: string) => ({ origin: ORIGIN, 'access-control-request-method': method, ...(names !== undefined && { 'access-control-request-headers': names }) });

  it('is granted for listed methods and headers, for ten minutes and without credentials', async () => {
    const { status, headers } = await send(asks('PUT', 'Authorization,x-amz-date, content-type'));
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN, 'access-control-allow-methods': 'GET, PUT', 'access-control-allow-headers': 'authorization, x-amz-date, content-type',
      'access-control-max-age': '600', vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('is granted without headers, too', async () => {
    const { status, headers } = await send(asks('GET'));
    expect(status).toBe(204);
    expect(headers).not.toHaveProperty('access-control-allow-headers');
  });

  it.each([['a method that is not listed', 'DELETE', ''], ['a header that is not listed', 'PUT', 'authorization,cookie'], ['a star', 'PUT', '*']])('is refused for %s', async (_, method, names) => {
    const { status, headers } = await send(asks(method, names));
    expect(status).toBe(403);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('takes as many names as the limit, and no more', async () => {
    const names = (count: number): string => Array.from({ length: count }, (_, at) => `x-amz-meta-${String(at)}`).join(',');
    expect((await send(asks('PUT', names(REQUESTED_HEADERS_MAX)))).status).toBe(204);
    expect((await send(asks('PUT', names(REQUESTED_HEADERS_MAX + 1)))).status).toBe(403);
  });

  it('of another origin, without a method, with a body or with another verb is none', async () => {
    expect((await send({ ...asks('PUT'), origin: 'https://console.example.com.evil.example' })).status).toBe(418);
    expect((await send({ origin: ORIGIN })).status).toBe(418);
    expect((await send({ ...asks('PUT'), 'content-length': '1' }, 'OPTIONS', 'x')).status).toBe(418);
    expect((await send(asks('PUT'), 'GET')).status).toBe(418);
  });
});
