import type { AddressInfo } from 'node:net';

import { AccessKey, parseIdentities } from '@coffer/iam';
import { Cors } from '@coffer/service';
import { afterTests, LocalKms } from '@coffer/testing';
import { Registry } from 'prom-client';

import { AuditTrail } from '../src/http/audit-trail.js';
import { createAuthenticator } from '../src/http/authenticate.js';
import { HeldSessions } from '../src/http/held-sessions.js';
import { DoorMetrics } from '../src/http/metrics.js';
import { createS3Server } from '../src/http/server.js';
import type { Objects } from '../src/objects/objects.js';

import { ACCOUNT, ROOT } from './lab.js';
import { RawConnection, signedHead } from './raw.js';

const SILENCE_MS = 300;
const logged: string[] = [];
const sealed: number[] = [];
let ended = 0;

async function* endless(): AsyncGenerator<Buffer> {
  try {
    for (;;) yield await Promise.resolve(Buffer.alloc(1_048_576));
  } finally {
    ended += 1;
  }
}

/** Only what these tests reach: a bucket, an object without end, and a writer that counts. */
const objects = {
  bucket: (name: string) => Promise.resolve({ name, created: new Date(), region: 'us-east-1', ownerAccountId: ACCOUNT, versioning: 'unversioned' }),
  putObject: async ({ body }: { body: AsyncIterable<Buffer> }) => {
    let size = 0;
    for await (const chunk of body) size += chunk.length;
    sealed.push(size);
    return { etag: 'e', encryption: { mode: 'AES256' }, modified: new Date() };
  },
  getObject: () => Promise.resolve({
    head: { size: 1e12, etag: 'e', modified: new Date(), metadata: { headers: new Map(), user: new Map() }, encryption: { mode: 'AES256' } },
    length: 1e12, body: endless(),
  }),
} as unknown as Objects;

let port = 0;

beforeAll(async () => {
  const note = (message: string): void => { logged.push(message); };
  const log = { trace: note, debug: note, info: note, warn: note, error: note, child: () => log };
  const identities = parseIdentities([], { root: { accountId: ACCOUNT, accessKey: new AccessKey(ROOT.accessKeyId, ROOT.secretAccessKey) } });
  const server = createS3Server(
    {
      objects, region: 'us-east-1', domains: [], allowPlainHttp: false, log, hostId: 'host', cors: new Cors({ origins: [], methods: [] }), audit: new AuditTrail({ management: { append: () => Promise.resolve() }, data: undefined, hostId: 'a host' }),
      identities: () => identities, now: () => new Date(),
      authenticator: createAuthenticator('us-east-1', () => identities, new HeldSessions(new LocalKms(), Date.now)), metrics: new DoorMetrics(new Registry()),
    },
    { silenceMs: SILENCE_MS },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  afterTests(() => {
    server.close();
    server.closeAllConnections();
  });
});

describe('a client that falls silent', () => {
  it('in the middle of its body is told so, and its body counts for nothing', async () => {
    const connection = new RawConnection(port).send(signedHead('PUT', '/notes/a', { 'content-length': '100000' }).text).send(Buffer.alloc(10));
    const answer = await connection.answer();
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<Code>RequestTimeout</Code>');
    expect(sealed).toEqual([]);
    connection.socket.destroy();
  });

  it('but sends a byte now and then is waited for', async () => {
    const connection = new RawConnection(port).send(signedHead('PUT', '/notes/a', { 'content-length': '10' }).text);
    for (let i = 0; i < 10; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, SILENCE_MS / 4));
      connection.send('x');
    }
    expect((await connection.answer()).status).toBe(200);
    expect(sealed).toEqual([10]);
    connection.socket.destroy();
  });

  it('and takes no more of its answer is cut off, and the reading of the object ends', async () => {
    const connection = new RawConnection(port).send(signedHead('GET', '/notes/a', {}).text);
    while (connection.received === '') await new Promise((resolve) => setTimeout(resolve, 5));
    connection.socket.pause();
    const deadline = performance.now() + 10_000;
    while (ended === 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ended).toBe(1);
    connection.socket.destroy();
  });

  it('is nothing to log', () => {
    expect(logged.filter((message) => message !== 'a request was refused')).toEqual([]);
  });
});
