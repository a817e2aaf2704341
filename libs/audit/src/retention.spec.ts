import { tempDir } from '@coffer/testing';
import { open } from 'lmdb';
import { eventIds, groupsOf, madeUpEvent } from './audit-log.contract.js';
import { decodeTrim } from './audit-keys.js';
import { LmdbAuditLog } from './lmdb-audit-log.js';
import { lookUp } from './lookup.js';
import { removeExpired, TRIM_GROUPS_MAX } from './retention.js';
import { verifyAudit } from './verify.js';

const place = { accountId: '000000000000', region: 'us-east-1' };
const DAY = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-01-02T03:04:05.678Z');

/** A log that can be told what time it is. */
function timedLog(directory = tempDir()): { log: LmdbAuditLog; directory: string; at: { ms: number } } {
  const at = { ms: START };
  return { log: LmdbAuditLog.open(directory, place, { now: () => at.ms }), directory, at };
}

describe('removeExpired', () => {
  it('removes what is older than the days from the start of the chain, on the record, and leaves the rest proven', async () => {
    const { log, at } = timedLog();
    for (let day = 0; day < 5; day += 1) {
      at.ms = START + day * DAY;
      await log.append([madeUpEvent(`day ${String(day)}`)]);
    }
    const removed = await removeExpired(log, { days: 2, now: () => new Date(START + 4 * DAY) });
    expect(removed).toBe(2);
    const left = await groupsOf(log);
    expect(left.map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6]);
    const { faults, removals } = await verifyAudit(log);
    expect(faults).toEqual([]);
    expect(removals).toMatchObject([{ writer: log.writer, sequence: 2, by: 'cloudtrail.amazonaws.com', time: '2026-01-06T03:04:05Z' }]);
    expect(JSON.parse(left.at(-1)?.lines[0] ?? '')).toMatchObject({
      eventSource: 'cloudtrail.amazonaws.com', eventName: 'RemoveExpiredAuditEvents', eventType: 'AwsServiceEvent', eventID: removals[0]?.eventId,
      requestParameters: { writer: log.writer, lastSequence: 2, lastHash: removals[0]?.hash, groups: 2 },
    });
    await log.close();
  });

  it('goes on from what it removed before', async () => {
    const { log, at } = timedLog();
    for (let day = 0; day < 4; day += 1) {
      at.ms = START + day * DAY;
      await log.append([madeUpEvent(String(day))]);
      await removeExpired(log, { days: 1, now: () => new Date(at.ms) });
    }
    expect((await verifyAudit(log)).faults).toEqual([]);
    expect((await verifyAudit(log)).removals).toMatchObject([{ sequence: 2 }]);
    await log.close();
  });

  it('leaves the newest group, so that the head can be checked', async () => {
    const { log } = timedLog();
    await log.append([madeUpEvent('1')]);
    expect(await removeExpired(log, { days: 1, now: () => new Date(START + 9 * DAY) })).toBe(0);
    expect(await eventIds(log)).toEqual(['1']);
    await log.close();
  });

  it('removes nothing that was not released', async () => {
    const { log } = timedLog();
    for (const id of ['1', '2', '3', '4']) await log.append([madeUpEvent(id)]);
    expect(await removeExpired(log, { days: 1, now: () => new Date(START + 9 * DAY), releasedUpTo: () => Promise.resolve(0) })).toBe(0);
    expect(await removeExpired(log, { days: 1, now: () => new Date(START + 9 * DAY), releasedUpTo: () => Promise.resolve(2) })).toBe(2);
    expect((await eventIds(log)).slice(0, 2)).toEqual(['3', '4']);
    await log.close();
  });

  it('removes as many groups at once as its limit, each time with an event', async () => {
    const { log } = timedLog();
    for (let i = 0; i < TRIM_GROUPS_MAX + 2; i += 1) await log.append([madeUpEvent(String(i))]);
    expect(await removeExpired(log, { days: 1, now: () => new Date(START + 9 * DAY) })).toBe(TRIM_GROUPS_MAX + 1);
    const { faults, removals, events } = await verifyAudit(log);
    expect([faults, removals.map(({ sequence }) => sequence), events]).toEqual([[], [TRIM_GROUPS_MAX + 1], 3]);
    await log.close();
  });

  it("removes another writer's groups too, and says whose", async () => {
    const other = timedLog();
    for (const id of ['1', '2', '3']) await other.log.append([madeUpEvent(id)]);
    const { log, at } = timedLog();
    for (const group of await groupsOf(other.log)) await log.importGroup(group);
    at.ms = START + 9 * DAY;
    await removeExpired(log, { days: 1, now: () => new Date(at.ms) });
    const { faults, removals } = await verifyAudit(log);
    expect([faults, removals]).toMatchObject([[], [{ writer: other.log.writer, sequence: 2 }]]);
    await log.close();
    await other.log.close();
  });

  it('is found out when its row is moved further than its event says', async () => {
    const { log, directory } = timedLog();
    for (const id of ['1', '2', '3', '4', '5']) await log.append([madeUpEvent(id)]);
    await removeExpired(log, { days: 1, now: () => new Date(START + 9 * DAY), releasedUpTo: () => Promise.resolve(2) });
    const [, , { hash = Buffer.alloc(0) } = {}] = [undefined, undefined, (await groupsOf(log))[0]];
    await log.close();
    const db = open<Buffer, string>({ path: directory, encoding: 'binary' });
    const [{ key, value } = { key: '', value: Buffer.alloc(0) }] = [...db.getRange({ start: 'trim/', end: 'trim0' })];
    expect(decodeTrim(key, value).sequence).toBe(2);
    const moved = Buffer.from(value);
    moved.set(hash, 1);
    moved.writeBigUInt64BE(3n, 33);
    db.putSync(key, moved);
    const [first] = [...db.getKeys({ start: 'group/', end: 'group0' })];
    db.removeSync(first ?? '');
    await db.close();
    const read = LmdbAuditLog.openToRead(directory, place);
    expect((await verifyAudit(read)).faults).toMatchObject([{ sequence: 3, what: 'unproven' }]);
    await read.close();
  });

  it('forgets the index of days that are gone, and keeps that of the rest', async () => {
    const { log, at } = timedLog();
    for (const day of [0, 5]) {
      at.ms = START + day * DAY;
      await log.append([madeUpEvent(`day ${String(day)}`, { time: new Date(at.ms) })]);
    }
    await removeExpired(log, { days: 2, now: () => new Date(at.ms) });
    await log.catchUp();
    expect([...log.indexedDays()]).toEqual(['20260107']);
    const found: string[] = [];
    for await (const { record } of lookUp(log, { accountId: place.accountId, category: 'Management', from: new Date(0), to: new Date(at.ms) })) found.push(record.eventName ?? '');
    expect(found).toEqual(['RemoveExpiredAuditEvents', 'GenerateDataKey']);
    await log.close();
  });
});
