import { tempDir } from '@coffer/testing';
import { madeUpEvent } from './audit-log.contract.js';
import type { AuditEvent } from './audit-event.js';
import type { LookupKey } from './audit-record.js';
import { EventIds } from './event-id.js';
import { LmdbAuditLog } from './lmdb-audit-log.js';
import { lookUp, type LookupPlace, type LookupQuery } from './lookup.js';

const ACCOUNT = '000000000000';
const OTHER = '111122223333';
const place = { accountId: ACCOUNT, region: 'us-east-1' };
const START = Date.parse('2026-01-02T03:04:05.000Z');
const { caller } = madeUpEvent('e');

describe('lookUp', () => {
  const at = { ms: START };
  let log: LmdbAuditLog;
  const record = (id: string, changes: Partial<AuditEvent> = {}): Promise<void> => log.append([madeUpEvent(id, { time: new Date(at.ms), ...changes })]);
  const found = async (query: Partial<LookupQuery> = {}, after?: LookupPlace): Promise<(string | undefined)[]> => {
    const ids: (string | undefined)[] = [];
    const whole = { accountId: ACCOUNT, category: 'Management' as const, from: new Date(0), to: new Date(START + 1e12), ...query };
    for await (const event of lookUp(log, whole, after)) ids.push(event.record.eventID);
    return ids;
  };
  const by = (key: LookupKey, value: string): Promise<(string | undefined)[]> => found({ attribute: { key, value } });

  beforeEach(() => {
    at.ms = START;
    log = LmdbAuditLog.open(tempDir(), place, { now: () => at.ms });
  });

  afterEach(() => log.close());

  it('finds every event, newest first, over days', async () => {
    for (let i = 0; i < 6; i += 1) {
      at.ms = START + i * 10 * 3_600_000;
      await log.append([madeUpEvent(`${String(i)}a`, { time: new Date(at.ms) }), madeUpEvent(`${String(i)}b`, { time: new Date(at.ms) })]);
    }
    expect(await found()).toEqual(['5b', '5a', '4b', '4a', '3b', '3a', '2b', '2a', '1b', '1a', '0b', '0a']);
  });

  it('finds by each attribute', async () => {
    const bucket = { arn: 'arn:aws:s3:::photos', type: 'AWS::S3::Bucket' } as const;
    await record('decrypt', { operation: 'Decrypt' });
    await record('bucket', { source: 's3.amazonaws.com', operation: 'CreateBucket', readOnly: false, keyArns: [], resources: [bucket], caller: { ...caller, userName: 'bob', accessKeyId: 'AKIABOB' } });
    await record('role', { caller: { ...caller, type: 'AssumedRole', principalId: 'AROA:night', accessKeyId: 'ASIANIGHT' } });
    await record('root', { caller: { ...caller, type: 'Root', accessKeyId: 'AKIAROOT' } });
    expect(await by('EventName', 'Decrypt')).toEqual(['decrypt']);
    expect(await by('EventSource', 's3.amazonaws.com')).toEqual(['bucket']);
    expect(await by('ReadOnly', 'false')).toEqual(['bucket']);
    expect(await by('Username', 'bob')).toEqual(['bucket']);
    expect(await by('Username', 'night')).toEqual(['role']);
    expect(await by('Username', 'root')).toEqual(['root']);
    expect(await by('AccessKeyId', 'ASIANIGHT')).toEqual(['role']);
    expect(await by('ResourceType', 'AWS::S3::Bucket')).toEqual(['bucket']);
    expect(await by('ResourceName', 'arn:aws:s3:::photos')).toEqual(['bucket']);
    expect(await by('ResourceName', 'photos')).toEqual(['bucket']);
    expect(await by('ResourceName', 'k')).toEqual(['root', 'role', 'decrypt']);
    expect(await by('EventId', 'role')).toEqual(['role']);
    expect(await by('EventName', 'Encrypt')).toEqual([]);
    expect(await by('EventName', 'Decryp')).toEqual([]);
  });

  it('finds an event by an id that tells its time, among many', async () => {
    const ids = new EventIds();
    const made = Array.from({ length: 100 }, () => ids.next(new Date(at.ms)));
    for (const id of made) await record(id);
    expect(await by('EventId', made[42] ?? '')).toEqual([made[42]]);
    expect(await by('EventId', ids.next(new Date(at.ms)))).toEqual([]);
    expect(await by('EventId', ids.next(new Date(0)))).toEqual([]);
  });

  it('takes whatever text is looked for, however long', async () => {
    const names = ['a/b', '\ud800', '"', '\u0000', 'x'.repeat(5000), 'x'.repeat(5001), '%2F', ''];
    for (const userName of names) await record(userName, { caller: { ...caller, userName } });
    for (const name of names.filter((text) => text !== '')) expect(await by('Username', name)).toEqual([name]);
  });

  it('keeps to the times, ends included, in whole seconds', async () => {
    for (let i = 0; i < 5; i += 1) {
      at.ms = START + i * 1000 + 500;
      await record(String(i));
    }
    expect(await found({ from: new Date(START + 1000), to: new Date(START + 3000) })).toEqual(['3', '2', '1']);
    expect(await found({ from: new Date(START + 4999), to: new Date(START + 9000) })).toEqual(['4']);
    expect(await found({ from: new Date(START + 9000), to: new Date(START + 1) })).toEqual([]);
  });

  it('finds what was written later than it happened', async () => {
    at.ms = START + 30_000;
    await record('late', { time: new Date(START) });
    expect(await found({ from: new Date(START), to: new Date(START) })).toEqual(['late']);
  });

  it("shows an account its own events and what others did to its resources, but not whom it refused", async () => {
    const foreign = { ...caller, accountId: OTHER };
    await record('own');
    await record('theirs', { caller: foreign, keyArns: [] });
    await record('crossed', { caller: foreign });
    await record('refused', { caller: foreign, error: { code: 'AccessDenied', message: 'no' } });
    expect(await found()).toEqual(['crossed', 'own']);
    expect(await found({ accountId: OTHER })).toEqual(['refused', 'crossed', 'theirs']);
  });

  it('keeps uses of objects apart from everything else', async () => {
    await record('management');
    await record('data', { category: 'Data', source: 's3.amazonaws.com', operation: 'GetObject' });
    expect(await found()).toEqual(['management']);
    expect(await found({ category: 'Data' })).toEqual(['data']);
  });

  it('goes on behind any event, each once, while more are written', async () => {
    for (let i = 0; i < 10; i += 1) {
      at.ms = START + Math.floor(i / 3);
      await log.append([madeUpEvent(`${String(i)}a`, { time: new Date(at.ms) }), madeUpEvent(`${String(i)}b`, { time: new Date(at.ms) })]);
    }
    const all = await found();
    expect(new Set(all).size).toBe(20);
    const whole = { accountId: ACCOUNT, category: 'Management' as const, from: new Date(0), to: new Date(START + 1e12) };
    const places: LookupPlace[] = [];
    for await (const { place: where } of lookUp(log, whole)) places.push(where);
    await record('later');
    for (const [index, where] of places.entries()) expect(await found({}, where)).toEqual(all.slice(index + 1));
  });
});
