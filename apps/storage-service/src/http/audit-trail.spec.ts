import { setImmediate as turn } from 'node:timers/promises';

import type { AuditEvent } from '@coffer/audit';
import { testCaller } from '@coffer/testing';

import type { Operation } from '../s3/operation.js';

import { AuditTrail } from './audit-trail.js';
import type { Exchange } from './exchange.js';
import { StreamedEvents } from './streamed-events.js';

const get: Operation = { name: 'GetObject', bucket: 'notes', key: 'a' };
const create: Operation = { name: 'CreateBucket', bucket: 'notes' };
const outcome = { answer: { status: 200, headers: [] }, sent: 0 };
const exchangeOf = (operation: Operation | undefined, caller: object | null = testCaller('alice')): Exchange =>
  ({ id: '4442587FB7D0A2F9', operation, caller: caller ?? undefined, body: { received: 7 }, request: { headers: {} } }) as unknown as Exchange;

function lab() {
  const management: AuditEvent[] = [];
  const data: AuditEvent[] = [];
  const trail = new AuditTrail({ management: { append: (events) => { management.push(...events); return Promise.resolve(); } }, data: { add: (event) => data.push(event) }, hostId: 'a host' });
  return { trail, management, data };
}

describe('AuditTrail', () => {
  it('records what manages buckets and notes uses of objects, each once', async () => {
    const { trail, management, data } = lab();
    for (const exchange of [exchangeOf(get), exchangeOf(create)]) {
      await trail.record(exchange, outcome);
      trail.note(exchange, outcome);
    }
    expect([management, data].map((events) => events.map(({ operation }) => operation))).toEqual([['CreateBucket'], ['GetObject']]);
  });

  it.each([['was not understood', exchangeOf(undefined)], ['nobody sent', exchangeOf(create, null)]])('says nothing of a request that %s', async (_, exchange) => {
    const { trail, management, data } = lab();
    await trail.record(exchange, outcome);
    trail.note(exchange, outcome);
    expect([management, data]).toEqual([[], []]);
  });

  it('rejects when the event of a management operation cannot be kept', async () => {
    const trail = new AuditTrail({ management: { append: () => Promise.reject(new Error('the disk is full')) }, data: undefined, hostId: 'a host' });
    await expect(trail.record(exchangeOf(create), outcome)).rejects.toThrow('the disk is full');
    await expect(trail.record(exchangeOf(get), outcome)).resolves.toBeUndefined();
  });
});

describe('StreamedEvents', () => {
  const written = async (keys: readonly string[]): Promise<{ readonly writes: readonly string[]; readonly events: readonly Record<string, unknown>[] }> => {
    const writes: string[] = [];
    const sink = new StreamedEvents({ write: (lines) => { writes.push(lines); } }, { accountId: '000000000000', region: 'us-east-1' });
    const trail = new AuditTrail({ management: { append: () => Promise.resolve() }, data: sink, hostId: 'a host' });
    for (const key of keys) trail.note(exchangeOf({ ...get, key }), outcome);
    await turn();
    return { writes, events: writes.join('').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>) };
  };

  it('gives the lines of one turn to the sink at once, in order and in CloudTrail\'s shape', async () => {
    const { writes, events } = await written(['a', 'b', 'c']);
    expect(writes).toHaveLength(1);
    expect(events.map((event) => event['requestParameters'])).toEqual(['a', 'b', 'c'].map((key) => ({ bucketName: 'notes', key })));
    expect(events[0]).toMatchObject({ eventVersion: '1.11', eventCategory: 'Data', managementEvent: false });
  });

  it.each(['a\n{"level":"error"}', 'a","status":500,"x":"\\', '\u0000\u001f\u007f\u2028', 'é\u{1f511}'])('keeps %j in a key inside its member', async (key) => {
    const { events } = await written([key]);
    expect(events).toMatchObject([{ requestParameters: { key } }]);
  });

  it('holds no more than some', async () => {
    expect((await written(Array.from({ length: 100 }, (_, i) => String(i)))).writes.length).toBeGreaterThan(1);
  });
});
