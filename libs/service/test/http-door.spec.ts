import { Agent, createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { Agent as TlsAgent, createServer as createTlsServer, get as tlsGet } from 'node:https';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { text } from 'node:stream/consumers';
import { HttpDoor, issueCertificates } from '../src/index.js';

const SETTING = 'COFFER_S3_PORT';
const { ca, issued } = issueCertificates(['door']);

async function open(server: Server): Promise<{ door: HttpDoor; port: number }> {
  const door = new HttpDoor(server);
  return { door, port: await door.listen(SETTING, '127.0.0.1', 0) };
}

function fetchText(port: number, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    (agent instanceof TlsAgent ? tlsGet : get)({ host: '127.0.0.1', port, agent }, (response: IncomingMessage) => {
      resolve(text(response));
    }).on('error', reject);
  });
}

async function silentClient(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

describe('HttpDoor', () => {
  it('closes while a client keeps its connection for later', async () => {
    const { door, port } = await open(createServer((_, response) => response.end('ok')));
    const agent = new Agent({ keepAlive: true });
    expect(await fetchText(port, agent)).toBe('ok');
    await door.close();
    agent.destroy();
  });

  it('closes while a client is connected that never asks for anything', async () => {
    const { door, port } = await open(createServer());
    const socket = await silentClient(port);
    const gone = once(socket, 'close');
    await new Promise(setImmediate);
    await door.close();
    await gone;
  });

  it('closes while a client is connected that never shakes hands, or never asks for anything after it', async () => {
    const { door, port } = await open(createTlsServer(issued.get('door') ?? {}, (_, response) => response.end('ok')));
    const silent = await silentClient(port);
    const shaken = connectTls({ host: '127.0.0.1', port, ca });
    await once(shaken, 'secureConnect');
    const gone = [once(silent, 'close'), once(shaken, 'close')];
    await door.close();
    await Promise.all(gone);
  });

  it.each([
    ['HTTP', createServer, () => new Agent({ keepAlive: true })],
    ['HTTPS', (answer: RequestListener) => createTlsServer(issued.get('door') ?? {}, answer), () => new TlsAgent({ keepAlive: true, ca })],
  ])('lets a request that has begun end, then closes its connection too, over %s', async (_, serverOf, agentOf) => {
    const begun = Promise.withResolvers<() => void>();
    const { door, port } = await open(serverOf((_request, response) => { begun.resolve(() => response.end('whole')); }));
    const agent = agentOf();
    const answer = fetchText(port, agent);
    const finish = await begun.promise;
    let closed = false;
    const closing = door.close().then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(closed).toBe(false);
    finish();
    expect(await answer).toBe('whole');
    await closing;
    agent.destroy();
  });

  it('takes no new connections once it closes', async () => {
    const { door, port } = await open(createServer());
    await door.close();
    await expect(silentClient(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('cuts what does not end when it is told to', async () => {
    const begun = Promise.withResolvers<unknown>();
    const { door, port } = await open(createServer(() => { begun.resolve(undefined); }));
    const answer = fetchText(port, new Agent()).catch((error: unknown) => error);
    await begun.promise;
    const closing = door.close();
    door.abort();
    await closing;
    expect(await answer).toMatchObject({ code: 'ECONNRESET' });
  });

  it('may be closed twice', async () => {
    const { door } = await open(createServer());
    await door.close();
    await door.close();
  });

  it('names the setting of a port that is taken', async () => {
    const { door, port } = await open(createServer());
    const second = new HttpDoor(createServer()).listen(SETTING, '127.0.0.1', port);
    await expect(second).rejects.toThrow(`COFFER_S3_PORT: port ${String(port)} is taken by another program (127.0.0.1:${String(port)})`);
    await door.close();
  });
});
