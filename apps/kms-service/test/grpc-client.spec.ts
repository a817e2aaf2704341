import { connect, createServer, type Socket } from 'node:net';
import { connectKms, type KmsClientError, type ConnectKmsOptions, type DataKey, type KmsClient } from '@coffer/kms-client';
import { afterTests, until } from '@coffer/testing';
import { KmsError } from '../src/errors/kms-error.js';
import { alice, authority, dataKey, KEY_ARN, MadeUpService, openDoor, realService } from './grpc-lab.js';

const certificates = authority();
const context = new Map([['aws:s3:arn', 'arn:aws:s3:::notes/a.txt']]);
const DEADLINE_MS = 2_000;
/** A busy machine is late by itself. Far less than what each figure is told from: a call that hangs, or waits for its deadline. */
const SLACK_MS = 800;

function clientFor(port: number, options: Partial<ConnectKmsOptions> = {}): KmsClient {
  const client = connectKms({ target: `localhost:${String(port)}`, tls: certificates.storage, ...options });
  afterTests(() => client.close());
  return client;
}

async function madeUp(options: Partial<ConnectKmsOptions> = {}) {
  const inner = new MadeUpService();
  const opened = await openDoor(inner, certificates.kms);
  return { inner, ...opened, client: clientFor(opened.port, options) };
}

const ask = (client: KmsClient): Promise<DataKey> => client.generateDataKey(alice, 'alias/notes', context);
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

/** How a call ended, and how long that took. */
async function ended(call: Promise<DataKey>): Promise<{ readonly error?: KmsClientError; readonly ms: number }> {
  const started = performance.now();
  try {
    await call;
    return { ms: performance.now() - started };
  } catch (error) {
    return { error: error as KmsClientError, ms: performance.now() - started };
  }
}

describe('with the service itself', () => {
  it('a data key opens again under its context, for its caller, and for nobody under another', async () => {
    const { inner } = await realService();
    const { port } = await openDoor(inner, certificates.kms);
    const client = clientFor(port);
    const { keyArn, plaintext, blob } = await client.generateDataKey(alice, 'alias/aws/s3', context);
    expect(keyArn).toMatch(/^arn:aws:kms:us-east-1:000000000000:key\//);
    expect(plaintext.length).toBe(32);
    const opened = await client.decrypt(alice, blob, context);
    expect(opened.keyArn).toBe(keyArn);
    expect(opened.plaintext.equals(plaintext)).toBe(true);
    await expect(client.decrypt(alice, blob, new Map())).rejects.toMatchObject({ name: 'KmsClientError', code: 'InvalidCiphertextException' });
    await expect(client.generateDataKey(alice, 'alias/none', context)).rejects.toMatchObject({ code: 'NotFoundException' });
  });
});

describe('the access revision', () => {
  it('is told at first, and within about a second of a change, whatever else is asked meanwhile, and not before there is one', async () => {
    const { inner, client } = await madeUp();
    let told = 0;
    client.onAccessChanged(() => { told += 1; });
    await until(() => told === 1, { withinMs: DEADLINE_MS });
    const busy = setInterval(() => { void ask(client); }, 50);
    afterTests(() => { clearInterval(busy); });
    await pause(1_500);
    expect(told).toBe(1);
    inner.revision = 'r2';
    await until(() => told === 2, { withinMs: 1_000 + SLACK_MS });
    clearInterval(busy);
  });

  it('is another one after a restart of the service', async () => {
    const { inner, client, door, port } = await madeUp();
    let told = 0;
    client.onAccessChanged(() => { told += 1; });
    await until(() => told === 1, { withinMs: DEADLINE_MS });
    door.abort();
    inner.revision = 'of another run';
    await openDoor(inner, certificates.kms, port);
    await until(() => told === 2, { withinMs: 5_000 });
  });
});

describe('batches', () => {
  it('sends what is asked together together, and gives each caller its own key or error', async () => {
    const { inner, client } = await madeUp();
    inner.answer = (_, request) => {
      const { keyId } = request as { keyId: string };
      return keyId === 'alias/off' ? Promise.reject(new KmsError('DisabledException', 'is disabled.')) : { ...dataKey(), keyId };
    };
    const asked = ['alias/a', 'alias/off', 'alias/b'].map((keyId, i) => client.generateDataKey(i === 2 ? 'service' : alice, keyId, context, `id-${String(i)}`));
    const [a, off, b] = await Promise.allSettled(asked);
    expect([a, off, b]).toMatchObject([{ value: { keyArn: 'alias/a' } }, { reason: { code: 'DisabledException', message: 'is disabled.' } }, { value: { keyArn: 'alias/b' } }]);
    expect(inner.batches).toEqual([3]);
    expect(inner.calls.map(({ call }) => [call.caller.arn, call.requestId])).toEqual([[alice.arn, 'id-0'], [alice.arn, 'id-1'], ['s3.amazonaws.com', 'id-2']]);
  });

  it('carries a thousand callers at once in a few calls, every key its own', async () => {
    const { inner, client } = await madeUp();
    const keys = await Promise.all(Array.from({ length: 1_000 }, () => ask(client)));
    expect(new Set(keys.map(({ blob }) => blob.toString('hex'))).size).toBe(1_000);
    for (const { blob, plaintext } of keys) expect(blob.subarray('sealed'.length)).toEqual(Buffer.from(plaintext.reveal()));
    expect(inner.batches.length).toBeLessThanOrEqual(6);
  });

  it('refuses to forward a service', async () => {
    const { inner, client } = await madeUp();
    await expect(client.generateDataKey({ ...alice, type: 'Service' }, 'a', context)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    expect(inner.calls).toEqual([]);
  });

  it('refuses at once what finds the queue full, and answers the rest', async () => {
    const { client } = await madeUp({ limits: { waitingMax: 10 } });
    const settled = await Promise.allSettled(Array.from({ length: 15 }, () => ask(client)));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(settled.at(-1)).toMatchObject({ reason: { code: 'Unavailable', retryAfterSeconds: 1 } });
  });

  it('passes on that this service may not forward', async () => {
    const { port } = await madeUp();
    const client = clientFor(port, { tls: certificates.kms });
    await expect(ask(client)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    expect(client.available()).toBe(true);
  });
});

describe('when the key service', () => {
  it('was never there: calls fail in time, then at once; it is found when it comes', async () => {
    const { port, door } = await openDoor(new MadeUpService(), certificates.kms);
    await door.close();
    const client = clientFor(port);
    expect(await ended(ask(client))).toMatchObject({ error: { code: 'Unavailable', retryAfterSeconds: 1 } });
    await pause(1_500);
    const { error, ms } = await ended(ask(client));
    expect(error?.code).toBe('Unavailable');
    expect(ms).toBeLessThan(SLACK_MS);
    expect(client.available()).toBe(false);
    await openDoor(new MadeUpService(), certificates.kms, port);
    await until(() => client.available(), { withinMs: 1_000 + SLACK_MS });
    await expect(ask(client)).resolves.toMatchObject({ keyArn: KEY_ARN });
  });

  it('is killed and restarted under load: every call ends in time, and keys flow within about a second of its return', async () => {
    const { client, door, port } = await madeUp();
    await ask(client);
    const times: number[] = [];
    let stopped = false;
    const load = Array.from({ length: 16 }, async () => {
      while (!stopped) {
        times.push((await ended(ask(client))).ms);
        await pause(5);
      }
    });
    await pause(200);
    door.abort();
    await until(() => !client.available(), { withinMs: 3_000 + SLACK_MS });
    await pause(2_000);
    await openDoor(new MadeUpService(), certificates.kms, port);
    await until(() => client.available(), { withinMs: 1_000 + SLACK_MS });
    stopped = true;
    await Promise.all(load);
    expect(Math.max(...times)).toBeLessThan(DEADLINE_MS + SLACK_MS);
    await expect(ask(client)).resolves.toMatchObject({ keyArn: KEY_ARN });
  });

  it('loses a connection: calls under way are tried again, and nobody notices', async () => {
    const { port } = await openDoor(new MadeUpService(), certificates.kms);
    const proxy = await cuttingProxy(port);
    const client = clientFor(proxy.port);
    await ask(client);
    const asked = Array.from({ length: 20 }, () => ask(client));
    proxy.cut();
    expect((await Promise.all(asked)).map(({ keyArn }) => keyArn)).toEqual(Array<string>(20).fill(KEY_ARN));
  });

  it('hangs: every call ends at its deadline, also those that wait behind it', async () => {
    const { inner, client } = await madeUp({ deadlineMs: 300 });
    await ask(client);
    inner.answer = () => new Promise(() => undefined);
    const first = [1, 2, 3].map(() => ended(ask(client)));
    await pause(50);
    const behind = [1, 2, 3].map(() => ended(ask(client)));
    for (const { error, ms } of await Promise.all([...first, ...behind])) {
      expect(error).toMatchObject({ code: 'Unavailable', retryAfterSeconds: 1 });
      expect(ms).toBeLessThan(300 + SLACK_MS);
    }
  });

  it('vanishes without a word: an idle client notices, calls end in time, and it recovers on a new connection', async () => {
    const { port } = await openDoor(new MadeUpService(), certificates.kms);
    const proxy = await cuttingProxy(port);
    const client = clientFor(proxy.port, { deadlineMs: 500 });
    await ask(client);
    proxy.silence(true);
    const { error, ms } = await ended(ask(client));
    expect(error?.code).toBe('Unavailable');
    expect(ms).toBeLessThan(500 + SLACK_MS);
    await until(() => !client.available(), { withinMs: 10_000 });
    proxy.silence(false);
    // A ping that is lost in the silence takes its second first.
    await until(() => client.available(), { withinMs: 2_500 + SLACK_MS });
    await expect(ask(client)).resolves.toMatchObject({ keyArn: KEY_ARN });
  });

  it('has a certificate of another authority: it is not believed', async () => {
    const { port } = await openDoor(new MadeUpService(), authority().kms);
    const client = clientFor(port, { deadlineMs: 500 });
    expect((await ended(ask(client))).error?.code).toBe('Unavailable');
    expect(client.available()).toBe(false);
  });
});

it('a closed client refuses at once', async () => {
  const { client } = await madeUp();
  await ask(client);
  await client.close();
  const { error, ms } = await ended(ask(client));
  expect(error?.code).toBe('Unavailable');
  expect(ms).toBeLessThan(SLACK_MS);
});

interface CuttingProxy {
  readonly port: number;
  /** Breaks every connection. */
  cut(): void;
  /** Swallows everything, as a network does that loses packets; connections that were silenced stay so. */
  silence(on: boolean): void;
}

async function cuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let silent = false;
  const silenced = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [[near, far], [far, near]] as const) {
      sockets.add(from);
      if (silent) silenced.add(from);
      from.on('data', (bytes: Buffer) => { if (!silenced.has(from)) to.write(bytes); });
      from.on('error', () => undefined);
      from.on('close', () => { sockets.delete(from); to.destroy(); });
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  afterTests(() => { server.close(); for (const socket of sockets) socket.destroy(); });
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    cut: () => { for (const socket of sockets) socket.destroy(); },
    silence: (on) => {
      silent = on;
      if (on) for (const socket of sockets) silenced.add(socket);
    },
  };
}
