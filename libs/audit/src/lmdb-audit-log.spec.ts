import { tempDir } from '@coffer/testing';
import { open } from 'lmdb';
import { describeAuditLog, eventIds, groupsOf, madeUpEvent } from './audit-log.contract.js';
import { LmdbAuditLog } from './lmdb-audit-log.js';
import { verifyAudit, type AuditFault } from './verify.js';

const place = { accountId: '000000000000', region: 'us-east-1' };

describeAuditLog('the LMDB log', () => Promise.resolve(LmdbAuditLog.open(tempDir(), place)));

/** A log of five groups, after `spoil` had its way with the file. */
async function spoilt(spoil: (rows: { keys: string[]; get: (key: string) => Buffer; put: (key: string, value: Buffer) => void; remove: (key: string) => void }) => void): Promise<readonly AuditFault[]> {
  const directory = tempDir();
  const log = LmdbAuditLog.open(directory, place);
  for (let i = 1; i <= 5; i += 1) await log.append([madeUpEvent(`${String(i)}a`), madeUpEvent(`${String(i)}b`)]);
  await log.close();
  const db = open<Buffer, string>({ path: directory, encoding: 'binary' });
  spoil({
    keys: [...db.getKeys({ start: 'group/', end: 'group0' })],
    get: (key) => db.getBinary(key) ?? Buffer.alloc(0),
    put: (key, value) => { db.putSync(key, value); },
    remove: (key) => { db.removeSync(key); },
  });
  await db.close();
  const read = LmdbAuditLog.openToRead(directory, place);
  const { faults } = await verifyAudit(read);
  await read.close();
  return faults;
}

const at = (keys: readonly string[], index: number): string => keys.at(index) ?? '';
const swapText = (bytes: Buffer, from: string, to: string): Buffer => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');

describe('the LMDB log', () => {
  it('goes on with its chain when it is opened again', async () => {
    const directory = tempDir();
    for (const id of ['1', '2', '3']) {
      const log = LmdbAuditLog.open(directory, place);
      await log.append([madeUpEvent(id)]);
      await log.close();
    }
    const log = LmdbAuditLog.openToRead(directory, place);
    expect(await eventIds(log)).toEqual(['1', '2', '3']);
    expect(await verifyAudit(log)).toEqual({ groups: 3, events: 3, faults: [] });
    expect(new Set((await groupsOf(log)).map(({ writer }) => writer)).size).toBe(1);
    await log.close();
  });

  it('keeps one chain when two processes append to it in turns', async () => {
    const directory = tempDir();
    const first = LmdbAuditLog.open(directory, place);
    await first.append([madeUpEvent('0')]);
    const second = LmdbAuditLog.open(directory, place);
    for (let i = 1; i <= 6; i += 1) await (i % 2 === 0 ? first : second).append([madeUpEvent(String(i))]);
    expect(await eventIds(first)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect((await verifyAudit(second)).faults).toEqual([]);
    await first.close();
    await second.close();
  });

  it('is whole when nobody touched it', async () => {
    expect(await spoilt(() => undefined)).toEqual([]);
  });

  it.each([
    ['a group is removed', 3, 'missing', ({ keys, remove }) => { remove(at(keys, 2)); }],
    ['the first group is removed', 1, 'missing', ({ keys, remove }) => { remove(at(keys, 0)); }],
    ['the last group is removed', 5, 'missing', ({ keys, remove }) => { remove(at(keys, -1)); }],
    ['all groups are removed', 1, 'missing', ({ keys, remove }) => { keys.forEach(remove); }],
    ['an event is changed', 2, 'changed', ({ keys, get, put }) => { put(at(keys, 1), swapText(get(at(keys, 1)), 'alice', 'malic')); }],
    ['an event is removed from its group', 2, 'changed', ({ keys, get, put }) => { put(at(keys, 1), get(at(keys, 1)).subarray(0, -(get(at(keys, 1)).length - get(at(keys, 1)).indexOf('\n')))); }],
    ['two events of a group change places', 2, 'changed', ({ keys, get, put }) => { put(at(keys, 1), swapText(swapText(swapText(get(at(keys, 1)), '"2a"', '"2x"'), '"2b"', '"2a"'), '"2x"', '"2b"')); }],
    ['two groups change places', 2, 'changed', ({ keys, get, put }) => { const [a, b] = [get(at(keys, 1)), get(at(keys, 2))]; put(at(keys, 1), b); put(at(keys, 2), a); }],
    ['a group is put in the place of another', 4, 'changed', ({ keys, get, put }) => { put(at(keys, 3), get(at(keys, 1))); }],
    ['the last group is changed', 5, 'changed', ({ keys, get, put }) => { put(at(keys, 4), swapText(get(at(keys, 4)), 'alice', 'malic')); }],
    ['a group is added behind the head', 6, 'changed', ({ keys, get, put }) => { put(at(keys, 4).replace(/5$/, '6'), get(at(keys, 4))); }],
  ] as const satisfies readonly (readonly [string, number, AuditFault['what'], Parameters<typeof spoilt>[0]])[])('is found out when %s', async (_, sequence, what, spoil) => {
    expect(await spoilt(spoil)).toMatchObject([{ sequence, what }]);
  });
});
