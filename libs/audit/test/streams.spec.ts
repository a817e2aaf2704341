import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { developmentCertificates } from '@coffer/service';
import { tempDir } from '@coffer/testing';
import { madeUpEvent } from '../src/audit-log.contract.js';
import { LmdbAuditLog } from '../src/lmdb-audit-log.js';
import type { Delivery } from '../src/streams/delivery.js';
import { FileDelivery } from '../src/streams/file-delivery.js';
import { BATCH_EVENTS_MAX, Follower } from '../src/streams/follower.js';
import { HttpDelivery, jsonArray } from '../src/streams/http-delivery.js';
import { otlpLogs } from '../src/streams/otlp-logs.js';
import { StdoutDelivery } from '../src/streams/stdout-delivery.js';
import { StreamCursor } from '../src/streams/stream-cursor.js';
import { SyslogStreamDelivery } from '../src/streams/syslog-stream-delivery.js';
import { DATAGRAM_SIZE_MAX, SyslogUdpDelivery } from '../src/streams/syslog-udp-delivery.js';

const place = { accountId: '000000000000', region: 'us-east-1' };
const idOf = (line: string): string => (JSON.parse(line) as { eventID: string }).eventID;

/** The events of a file that may be written to at this moment: those whose line has its end. */
function writtenTo(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1).map(idOf) : [];
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it did not come to that in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('streams of events', () => {
  const ends: (() => Promise<void> | void)[] = [];
  const directory = (): string => tempDir();
  let log: LmdbAuditLog;
  let logDirectory: string;
  let lags: number[];
  let skips: number[];
  let failures: unknown[];

  const follow = async (delivery: Delivery, cursor?: StreamCursor, others: { sendTimeoutMs?: number } = {}): Promise<Follower> => {
    const observer = { lag: (events: number) => { lags.push(events); }, failed: (error: unknown) => { failures.push(error); }, skipped: (events: number) => { skips.push(events); } };
    const follower = new Follower({ log, delivery, cursor, observer, backoffMaxMs: 50, ...others });
    await follower.start();
    let isClosed = false;
    const close = follower.close.bind(follower);
    follower.close = async () => { if (!isClosed) { isClosed = true; await close(); } };
    ends.push(() => follower.close());
    return follower;
  };
  const record = async (follower: Follower | undefined, ...ids: string[]): Promise<void> => {
    await log.append(ids.map((id) => madeUpEvent(id)));
    follower?.grew(ids.length);
  };
  const listen = async (server: Server | TcpServer, port = 0): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => { server.close(); if ('closeAllConnections' in server) server.closeAllConnections(); });
    return (server.address() as AddressInfo).port;
  };

  beforeEach(() => {
    logDirectory = directory();
    log = LmdbAuditLog.open(logDirectory, place);
    [lags, failures, skips] = [[], [], []];
  });

  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
    await log.close();
  });

  describe('to a file', () => {
    it('append every event in order, and begin a new file when it was moved away', async () => {
      const path = join(directory(), 'audit.jsonl');
      const read = (): string[] => writtenTo(path);
      const follower = await follow(new FileDelivery(path), new StreamCursor(join(directory(), 'c.json')));
      await record(follower, '1', '2');
      await record(follower, '3');
      await until(() => read().length === 3);
      expect(read()).toEqual(['1', '2', '3']);
      renameSync(path, `${path}.1`);
      await record(follower, '4');
      await until(() => read().length === 1);
      expect(read()).toEqual(['4']);
      expect(writtenTo(`${path}.1`)).toEqual(['1', '2', '3']);
    });
  });

  it('to standard output are lines', async () => {
    const output = new PassThrough();
    const follower = await follow(new StdoutDelivery(output));
    await record(follower, '1', '2');
    await once(output, 'readable');
    expect(String(output.read()).trim().split('\n').map(idOf)).toEqual(['1', '2']);
  });

  describe('by their cursor', () => {
    it('begin with what is new, and go on after a restart where they were', async () => {
      const path = join(directory(), 'audit.jsonl');
      const read = (): string[] => writtenTo(path);
      const cursorFile = join(directory(), 'cursors/c.json');
      await record(undefined, 'before');
      const first = await follow(new FileDelivery(path), new StreamCursor(cursorFile));
      await record(first, '1');
      await until(() => read().length === 1);
      await first.close();
      await record(undefined, '2', '3');
      await follow(new FileDelivery(path), new StreamCursor(cursorFile));
      await until(() => read().length === 3);
      expect(read()).toEqual(['1', '2', '3']);
    });

    describe('that the retention has overtaken', () => {
      /** Six groups of one event each while the stream is away, of which retention removes so many. */
      const overtaken = async (removed: number): Promise<{ readonly cursorFile: string; readonly ids: readonly string[] }> => {
        const cursorFile = join(directory(), 'cursors/c.json');
        const first = await follow(new FileDelivery(join(directory(), 'first.jsonl')), new StreamCursor(cursorFile));
        await first.close();
        const ids = ['1', '2', '3', '4', '5', '6'];
        for (const id of ids) await record(undefined, id);
        if (removed > 0) await log.trim({ writer: log.writer, sequence: removed, hash: Buffer.alloc(32), eventId: '6' });
        return { cursorFile, ids };
      };

      it.each([[4, [4]], [1, [1]], [0, []]])('tell, once, that %i groups are lost to them, and go on with the rest', async (removed, told) => {
        const { cursorFile, ids } = await overtaken(removed);
        const path = join(directory(), 'audit.jsonl');
        const follower = await follow(new FileDelivery(path), new StreamCursor(cursorFile));
        await until(() => writtenTo(path).length === ids.length - removed);
        expect(writtenTo(path)).toEqual(ids.slice(removed));
        await record(follower, '7');
        await until(() => writtenTo(path).at(-1) === '7');
        expect(skips).toEqual(told);
      });

      it('tell it once, however often the receiver fails', async () => {
        const { cursorFile } = await overtaken(4);
        let refusals = 3;
        const lines: string[] = [];
        const send = (batch: readonly string[]): Promise<void> => {
          refusals -= 1;
          if (refusals >= 0) return Promise.reject(new Error('not now'));
          lines.push(...batch);
          return Promise.resolve();
        };
        await follow({ send, close: () => undefined }, new StreamCursor(cursorFile));
        await until(() => lines.length === 2);
        expect(failures).toHaveLength(3);
        expect(skips).toEqual([4]);
      });
    });

    it('say since when something waits for them', async () => {
      const before = Date.now();
      let isAway = true;
      const send = (): Promise<void> => (isAway ? Promise.reject(new Error('away')) : Promise.resolve());
      const follower = await follow({ send, close: () => undefined }, new StreamCursor(join(directory(), 'c.json')));
      expect(await follower.oldestUndelivered()).toBeUndefined();
      await record(follower, '1');
      const oldest = await follower.oldestUndelivered();
      expect(oldest?.getTime()).toBeGreaterThanOrEqual(before - 1_000);
      await record(follower, '2');
      expect(await follower.oldestUndelivered()).toEqual(oldest);
      isAway = false;
      await until(() => lags.at(-1) === 0);
      expect(await follower.oldestUndelivered()).toBeUndefined();
    });

    it("do not begin at all with a cursor that is none", async () => {
      const cursorFile = join(directory(), 'c.json');
      writeFileSync(cursorFile, '{"version":2}');
      await expect(follow(new FileDelivery('/none'), new StreamCursor(cursorFile))).rejects.toThrow();
    });

    it('follow the chains of other writers that were taken over, from their start', async () => {
      const path = join(directory(), 'audit.jsonl');
      const follower = await follow(new FileDelivery(path), new StreamCursor(join(directory(), 'c.json')));
      const other = LmdbAuditLog.open(directory(), place);
      await other.append([madeUpEvent('other')]);
      for await (const group of other.groups()) await log.importGroup(group);
      await other.close();
      follower.grew(1);
      await until(() => writtenTo(path).length > 0);
      expect(writtenTo(path)).toEqual(['other']);
    });
  });

  describe('to a webhook', () => {
    /** A receiver that answers as it is told, and keeps what it accepted. */
    const receiver = (answer: (request: IncomingMessage, response: ServerResponse) => number | undefined) => {
      const received: string[][] = [];
      const server = createHttpServer((request, response) => {
        const pieces: Buffer[] = [];
        request.on('data', (piece: Buffer) => pieces.push(piece));
        request.on('end', () => {
          const status = answer(request, response);
          if (status === undefined) return;
          if (status === 200) received.push((JSON.parse(Buffer.concat(pieces).toString()) as { eventID: string }[]).map(({ eventID }) => eventID));
          response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end();
        });
      });
      return { server, received };
    };

    it('are arrays of JSON with the secret in a header', async () => {
      const authorizations: (string | undefined)[] = [];
      const { server, received } = receiver(({ headers }) => { authorizations.push(headers.authorization); return 200; });
      const port = await listen(server);
      const follower = await follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/in`, jsonArray, () => ({ authorization: 'Bearer a-secret' })));
      await record(follower, '1', '2');
      await until(() => received.length === 1);
      expect([received, authorizations]).toEqual([[['1', '2']], ['Bearer a-secret']]);
    });

    it.each([500, 404, 302])('come again, whole and in order, while it answers %i', async (status) => {
      let refusals = 3;
      const { server, received } = receiver(() => (refusals-- > 0 ? status : 200));
      const port = await listen(server);
      const follower = await follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray));
      await record(follower, '1');
      await record(follower, '2');
      await until(() => received.flat().length === 2);
      expect(received.flat()).toEqual(['1', '2']);
      expect(failures).toHaveLength(3);
    });

    it('come again when it hangs', async () => {
      let hanging = 2;
      const { server, received } = receiver(() => (hanging-- > 0 ? undefined : 200));
      const port = await listen(server);
      const follower = await follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray), undefined, { sendTimeoutMs: 100 });
      await record(follower, '1');
      await until(() => received.length === 1);
      expect(failures).toHaveLength(2);
    });

    it('wait while it is away, hold up no other stream, and come when it is back', async () => {
      const { server, received } = receiver(() => 200);
      const port = await listen(server);
      await new Promise((resolve) => server.close(resolve));
      const path = join(directory(), 'audit.jsonl');
      const cursor = new StreamCursor(join(directory(), 'c.json'));
      const away = await follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray), cursor);
      const file = await follow(new FileDelivery(path));
      for (const id of ['1', '2', '3']) {
        await record(away, id);
        file.grew(1);
      }
      await until(() => writtenTo(path).length === 3);
      await until(() => failures.length > 0);
      expect(Math.max(...lags)).toBe(3);
      await away.close();
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      await follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray), cursor);
      await until(() => received.flat().length === 3);
      expect(received.flat()).toEqual(['1', '2', '3']);
    });

    it('come in batches of the limit', async () => {
      const { server, received } = receiver(() => 200);
      const port = await listen(server);
      const follower = await follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray));
      await record(follower, ...Array.from({ length: BATCH_EVENTS_MAX + 1 }, (_, i) => String(i)));
      await until(() => received.flat().length === BATCH_EVENTS_MAX + 1);
      expect(received.map(({ length }) => length)).toEqual([BATCH_EVENTS_MAX, 1]);
    });

    it('end at once when the service ends, though it hangs', async () => {
      const { server } = receiver(() => undefined);
      const port = await listen(server);
      const follower = await follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray));
      await record(follower, '1');
      await new Promise((resolve) => setTimeout(resolve, 50));
      const started = Date.now();
      await follower.close();
      expect(Date.now() - started).toBeLessThan(5_000);
    });
  });

  it('to OTLP are log records with the event as body', async () => {
    const bodies: string[] = [];
    const server = createHttpServer((request, response) => {
      request.setEncoding('utf8').on('data', (piece: string) => bodies.push(piece)).on('end', () => response.end('{}'));
    });
    const port = await listen(server);
    const follower = await follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/v1/logs`, (lines) => otlpLogs('kms-service', lines)));
    await log.append([madeUpEvent('1'), madeUpEvent('2', { error: { code: 'AccessDeniedException', message: 'no' } })]);
    follower.grew(2);
    await until(() => bodies.length > 0);
    const [{ resource, scopeLogs }] = (JSON.parse(bodies.join('')) as { resourceLogs: [{ resource: object; scopeLogs: [{ logRecords: { body: { stringValue: string } }[] }] }] }).resourceLogs;
    expect(resource).toEqual({ attributes: [{ key: 'service.name', value: { stringValue: 'kms-service' } }] });
    const { logRecords } = scopeLogs[0];
    expect(logRecords.map(({ body }) => idOf(body.stringValue))).toEqual(['1', '2']);
    expect(logRecords[0]).toMatchObject({ timeUnixNano: '1767323045000000000', severityNumber: 9, attributes: [{ key: 'event.name', value: { stringValue: 'GenerateDataKey' } }, {}, {}] });
    expect(logRecords[1]).toMatchObject({ severityNumber: 13, attributes: expect.arrayContaining([{ key: 'error.type', value: { stringValue: 'AccessDeniedException' } }]) as object });
  });

  describe('to syslog', () => {
    const header = /^<(\d+)>1 2026-01-02T03:04:05Z [\x21-\x7e]+ coffer-audit - GenerateDataKey - (\{.*\})$/s;
    const parsed = (message: string): [string | undefined, string] => {
      const [, priority, line = '{}'] = header.exec(message) ?? [];
      return [priority, idOf(line)];
    };

    /** Messages out of a stream by their lengths. */
    const unframed = (text: string): string[] => {
      const messages: string[] = [];
      let rest = Buffer.from(text, 'latin1');
      for (;;) {
        const space = rest.indexOf(' ');
        const length = Number(rest.toString('latin1', 0, Math.max(space, 0)));
        if (space < 0 || rest.length < space + 1 + length) return messages;
        messages.push(rest.toString('utf8', space + 1, space + 1 + length));
        rest = rest.subarray(space + 1 + length);
      }
    };
    const collector = () => {
      const received: string[] = [];
      const sockets: Socket[] = [];
      const serve = (socket: Socket): void => {
        const at = received.push('') - 1;
        sockets.push(socket);
        socket.on('error', () => undefined).on('data', (piece: Buffer) => { received[at] = (received[at] ?? '') + piece.toString('latin1'); });
      };
      ends.push(() => { for (const socket of sockets) socket.destroy(); });
      return { serve, sockets, messages: () => received.flatMap(unframed).map(parsed) };
    };

    it('over UDP are datagrams, refusals as warnings, and the longest is cut', async () => {
      const messages: Buffer[] = [];
      const socket = createSocket('udp4').on('message', (message) => messages.push(message));
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      ends.push(() => { socket.close(); });
      const follower = await follow(new SyslogUdpDelivery('127.0.0.1', socket.address().port));
      await log.append([madeUpEvent('1'), madeUpEvent('2', { error: { code: 'x', message: 'y' } }), madeUpEvent('3', { parameters: { list: Array.from({ length: 9 }, () => 'z'.repeat(8_000)) } })]);
      follower.grew(3);
      await until(() => messages.length === 3);
      expect(messages.slice(0, 2).map(String).map(parsed)).toEqual([['110', '1'], ['108', '2']]);
      expect(messages[2]).toHaveLength(DATAGRAM_SIZE_MAX);
    });

    it('over TCP are framed by their length, and come again on a new connection', async () => {
      const { serve, sockets, messages } = collector();
      const server = createTcpServer(serve);
      const port = await listen(server);
      const follower = await follow(new SyslogStreamDelivery('tcp', '127.0.0.1', port));
      await log.append([madeUpEvent('1', { parameters: { p: 'é\n' } })]);
      follower.grew(1);
      await until(() => messages().length === 1);
      sockets.at(-1)?.destroy();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await record(follower, '2');
      await until(() => messages().length === 2);
      expect(messages()).toEqual([['110', '1'], ['110', '2']]);
      expect(sockets.length).toBeGreaterThanOrEqual(2);
    });

    it('over TCP wait for a server that is not there yet', async () => {
      const { serve, messages } = collector();
      const server = createTcpServer(serve);
      const port = await listen(server);
      await new Promise((resolve) => server.close(resolve));
      const follower = await follow(new SyslogStreamDelivery('tcp', '127.0.0.1', port));
      await record(follower, '1');
      await until(() => failures.length > 0);
      server.listen(port, '127.0.0.1');
      await until(() => messages().length === 1);
    });

    it('over TLS go to a server that is trusted, and to no other', async () => {
      const { 'kms-service': tls } = developmentCertificates(join(directory(), 'tls'));
      const { serve, messages } = collector();
      const server = createTlsServer({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, serve).on('tlsClientError', () => undefined);
      const port = await listen(server);
      const stranger = await follow(new SyslogStreamDelivery('tls', 'localhost', port));
      await record(stranger, '1');
      await until(() => failures.length > 0);
      await stranger.close();
      expect(messages()).toEqual([]);
      setDefaultCACertificates([...getCACertificates(), readFileSync(tls.caFile, 'utf8')]);
      const follower = await follow(new SyslogStreamDelivery('tls', 'localhost', port));
      await record(follower, '2');
      await until(() => messages().length === 1);
      expect(messages()).toEqual([['110', '2']]);
    });
  });
});
