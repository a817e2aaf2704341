import { setImmediate as turn } from 'node:timers/promises';

import type { Answer } from '../s3/answer.js';
import type { Operation } from '../s3/operation.js';

import { DataEvents } from './data-events.js';
import type { Exchange } from './exchange.js';

const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/1';
const caller = {
  arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000', accessKeyId: 'AKIAEXAMPLE', sourceIp: '127.0.0.1', userAgent: 'hidden', viaService: 'hidden',
};
const get: Operation = { name: 'GetObject', bucket: 'notes', key: 'a' };
const answer: Answer = { status: 200, headers: ['ETag', '"hidden"', 'x-amz-server-side-encryption-aws-kms-key-id', KEY_ARN] };

function exchangeOf(operation: Operation | undefined, by: object | null = caller): Exchange {
  return { id: '4442587FB7D0A2F9', operation, caller: by ?? undefined, body: { received: 7 }, request: { headers: { authorization: 'hidden' } } } as unknown as Exchange;
}

/** What the sink was given in one turn of the event loop. */
async function written(write: (events: DataEvents) => void): Promise<{ readonly writes: readonly string[]; readonly events: readonly Record<string, unknown>[] }> {
  const writes: string[] = [];
  write(new DataEvents({ write: (lines) => { writes.push(lines); } }));
  await turn();
  const lines = writes.join('').split('\n').slice(0, -1);
  return { writes, events: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('DataEvents', () => {
  it('tells who did what to which object, and nothing else', async () => {
    const { events } = await written((log) => { log.write(exchangeOf(get), answer, 4_096); });
    expect(events).toEqual([{
      level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string, service: 'storage-service', stream: 'data-events',
      requestId: '4442587FB7D0A2F9', operation: 'GetObject', bucket: 'notes', key: 'a', status: 200, bytesIn: 7, bytesOut: 4_096,
      keyArn: KEY_ARN, requesterArn: caller.arn, accessKeyId: 'AKIAEXAMPLE', sourceIp: '127.0.0.1',
    }]);
  });

  it('names no key where none was used', async () => {
    const { events } = await written((log) => { log.write(exchangeOf(get), { status: 404, headers: [] }, 0); });
    expect(events[0]).toMatchObject({ status: 404 });
    expect(events[0]).not.toHaveProperty('keyArn');
  });

  it.each([
    { why: 'a line feed and a forged line', key: 'a\n{"level":"error"}' },
    { why: 'a quote and a backslash', key: 'a","status":500,"x":"\\' },
    { why: 'control characters', key: '\u0000\u001f\u007f\u2028' },
    { why: 'text beyond ASCII', key: 'é\u{1f511}' },
  ])('keeps $why in a key inside its field', async ({ key }) => {
    const { events } = await written((log) => { log.write(exchangeOf({ ...get, key }), answer, 0); });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ level: 'info', key, status: 200 });
  });

  it.each([
    { why: 'an operation on a bucket', exchange: exchangeOf({ name: 'HeadBucket', bucket: 'notes' }) },
    { why: 'a request that was not understood', exchange: exchangeOf(undefined) },
    { why: 'a request without a caller', exchange: exchangeOf(get, null) },
  ])('says nothing of $why', async ({ exchange }) => {
    expect((await written((log) => { log.write(exchange, answer, 0); })).writes).toEqual([]);
  });

  it('gives the lines of one turn to the sink at once, in order', async () => {
    const { writes, events } = await written((log) => {
      for (const key of ['a', 'b', 'c']) log.write(exchangeOf({ ...get, key }), answer, 0);
    });
    expect(writes).toHaveLength(1);
    expect(events.map((event) => event['key'])).toEqual(['a', 'b', 'c']);
  });

  it('holds no more than its limit, and loses nothing', async () => {
    const { writes, events } = await written((log) => {
      for (let count = 0; count < 100; count += 1) log.write(exchangeOf({ ...get, key: 'k'.repeat(1_024) }), answer, 0);
    });
    expect(events).toHaveLength(100);
    for (const write of writes) expect(write.length).toBeLessThan(16_384 + 2_048);
  });
});
