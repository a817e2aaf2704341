import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { tempDir, until } from '@coffer/testing';
import { madeUpEvent } from '../src/audit-log.contract.js';
import { FileDelivery } from '../src/streams/file-delivery.js';
import { BATCH_EVENTS_MAX } from '../src/streams/follower.js';
import { HttpDelivery, jsonArray } from '../src/streams/http-delivery.js';
import { otlpLogs } from '../src/streams/otlp-logs.js';
import { StreamCursor } from '../src/streams/stream-cursor.js';
import { idOf, StreamLab, writtenTo } from './stream-lab.js';

describe('streams of events', () => {
  let lab: StreamLab;
  beforeEach(() => { lab = new StreamLab(); });
  afterEach(() => lab.close());

  describe('to a webhook', () => {
    /** A receiver that answers as it is told, and keeps what it accepted. */
    const receiver = (answer: (request: IncomingMessage, response: ServerResponse) => number | undefined) => {
      const received: string[][] = [];
      const server = createServer((request, response) => {
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
      const port = await lab.listen(server);
      const follower = await lab.follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/in`, jsonArray, () => ({ authorization: 'Bearer a-secret' })));
      await lab.record(follower, '1', '2');
      await until(() => received.length === 1);
      expect([received, authorizations]).toEqual([[['1', '2']], ['Bearer a-secret']]);
    });

    it.each([500, 404, 302])('come again, whole and in order, while it answers %i', async (status) => {
      let refusals = 3;
      const { server, received } = receiver(() => (refusals-- > 0 ? status : 200));
      const port = await lab.listen(server);
      const follower = await lab.follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray));
      await lab.record(follower, '1');
      await lab.record(follower, '2');
      await until(() => received.flat().length === 2);
      expect(received.flat()).toEqual(['1', '2']);
      expect(lab.failures).toHaveLength(3);
    });

    it('come again when it hangs', async () => {
      let hanging = 2;
      const { server, received } = receiver(() => (hanging-- > 0 ? undefined : 200));
      const port = await lab.listen(server);
      const follower = await lab.follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray), undefined, { sendTimeoutMs: 100 });
      await lab.record(follower, '1');
      await until(() => received.length === 1);
      expect(lab.failures).toHaveLength(2);
    });

    it('wait while it is away, hold up no other stream, and come when it is back', async () => {
      const { server, received } = receiver(() => 200);
      const port = await lab.listen(server);
      await new Promise((resolve) => server.close(resolve));
      const path = join(tempDir(), 'audit.jsonl');
      const cursor = new StreamCursor(join(tempDir(), 'c.json'));
      const away = await lab.follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray), cursor);
      const file = await lab.follow(new FileDelivery(path));
      for (const id of ['1', '2', '3']) {
        await lab.record(away, id);
        file.grew(1);
      }
      await until(() => writtenTo(path).length === 3);
      await until(() => lab.failures.length > 0);
      expect(Math.max(...lab.lags)).toBe(3);
      await away.close();
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      await lab.follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray), cursor);
      await until(() => received.flat().length === 3);
      expect(received.flat()).toEqual(['1', '2', '3']);
    });

    it('come in batches of the limit', async () => {
      const { server, received } = receiver(() => 200);
      const port = await lab.listen(server);
      const follower = await lab.follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray));
      await lab.record(follower, ...Array.from({ length: BATCH_EVENTS_MAX + 1 }, (_, i) => String(i)));
      await until(() => received.flat().length === BATCH_EVENTS_MAX + 1);
      expect(received.map(({ length }) => length)).toEqual([BATCH_EVENTS_MAX, 1]);
    });

    it('end at once when the service ends, though it hangs', async () => {
      const { server } = receiver(() => undefined);
      const port = await lab.listen(server);
      const follower = await lab.follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/`, jsonArray));
      await lab.record(follower, '1');
      await new Promise((resolve) => setTimeout(resolve, 50));
      const started = Date.now();
      await follower.close();
      expect(Date.now() - started).toBeLessThan(5_000);
    });
  });

  it('to OTLP are log records with the event as body', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (piece: string) => bodies.push(piece)).on('end', () => response.end('{}'));
    });
    const port = await lab.listen(server);
    const follower = await lab.follow(new HttpDelivery(`http://127.0.0.1:${String(port)}/v1/logs`, (lines) => otlpLogs('kms-service', lines)));
    await lab.log.append([madeUpEvent('1'), madeUpEvent('2', { error: { code: 'AccessDeniedException', message: 'no' } })]);
    follower.grew(2);
    await until(() => bodies.length > 0);
    const [{ resource, scopeLogs }] = (JSON.parse(bodies.join('')) as { resourceLogs: [{ resource: object; scopeLogs: [{ logRecords: { body: { stringValue: string } }[] }] }] }).resourceLogs;
    expect(resource).toEqual({ attributes: [{ key: 'service.name', value: { stringValue: 'kms-service' } }] });
    const { logRecords } = scopeLogs[0];
    expect(logRecords.map(({ body }) => idOf(body.stringValue))).toEqual(['1', '2']);
    expect(logRecords[0]).toMatchObject({ timeUnixNano: '1767323045000000000', severityNumber: 9, attributes: [{ key: 'event.name', value: { stringValue: 'GenerateDataKey' } }, {}, {}] });
    expect(logRecords[1]).toMatchObject({ severityNumber: 13, attributes: expect.arrayContaining([{ key: 'error.type', value: { stringValue: 'AccessDeniedException' } }]) as object });
  });
});
