import { tempDir } from '@coffer/testing';
import { open } from 'lmdb';
import { describeAuditLog, eventIds, groupsOf, madeUpEvent } from './audit-log.contract.js';
import { encodeEnd } from './audit-keys.js';
import type { AuditGroup } from './audit-log.js';
import { CHAIN_START, groupHashOfVersion1 } from './chain.js';
import { decodeGroupRow, placeRow, rowOf } from './group-row.js';
import { LmdbAuditLog } from './lmdb-audit-log.js';
import { FAULTS_MAX, verifyAudit, type AuditFault } from './verify.js';

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

/** The row with its lines edited and the hashes beside them left as they were. */
function editLines(row: Buffer, edit: (lines: readonly string[]) => readonly string[]): Buffer {
  const { lines, recordHashes } = decodeGroupRow(row);
  return Buffer.concat([row.subarray(0, 43 + 32 * recordHashes.length), Buffer.from(edit(lines).join('\n'))]);
}

/** The row with a text changed and the record's hash with it, but not the group's. */
function rehashed(row: Buffer, from: string, to: string): Buffer {
  const { written, lines, hash } = decodeGroupRow(row);
  const made = rowOf(lines.map((line) => Buffer.from(line.replace(from, to))), written.getTime());
  made.set(hash, 1);
  return made;
}

/** The row changed and hashed anew from end to end, as behind `before` at `key`. */
function reWritten(row: Buffer, before: Buffer, key: string): Buffer {
  const [, writer = '', sequence = ''] = key.split('/');
  const made = rehashed(row, 'alice', 'malic');
  placeRow(made, { previous: before.subarray(1, 33), writer, sequence: Number.parseInt(sequence, 16) });
  return made;
}

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
    expect(await verifyAudit(log)).toEqual({ groups: 3, events: 3, faults: [], removals: [] });
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
    ['a group is removed', [{ sequence: 3, last: 3, what: 'missing' }], ({ keys, remove }) => { remove(at(keys, 2)); }],
    ['two groups in a row are removed', [{ sequence: 2, last: 3, what: 'missing' }], ({ keys, remove }) => { remove(at(keys, 1)); remove(at(keys, 2)); }],
    ['the first group is removed', [{ sequence: 1, last: 1, what: 'missing' }], ({ keys, remove }) => { remove(at(keys, 0)); }],
    ['the last group is removed', [{ sequence: 5, last: 5, what: 'missing' }], ({ keys, remove }) => { remove(at(keys, -1)); }],
    ['all groups are removed', [{ sequence: 1, last: 5, what: 'missing' }], ({ keys, remove }) => { keys.forEach(remove); }],
    ['an event is changed', [{ sequence: 2, what: 'changed', records: [{ position: 1, what: 'changed', eventId: '2a' }] }], ({ keys, get, put }) => { put(at(keys, 1), swapText(get(at(keys, 1)), 'alice', 'malic')); }],
    ['a byte of the second event is flipped', [{ sequence: 2, what: 'changed', records: [{ position: 2, what: 'changed', eventId: '2b' }] }], ({ keys, get, put }) => { const row = Buffer.from(get(at(keys, 1))); row[row.length - 100] = 7; put(at(keys, 1), row); }],
    ['the last event of a group is removed', [{ sequence: 2, what: 'changed', records: [{ position: 2, what: 'missing' }] }], ({ keys, get, put }) => { put(at(keys, 1), editLines(get(at(keys, 1)), ([a = '']) => [a])); }],
    ['the first event of a group is removed', [{ sequence: 2, what: 'changed', records: [{ position: 1, what: 'missing' }] }], ({ keys, get, put }) => { put(at(keys, 1), editLines(get(at(keys, 1)), ([, b = '']) => [b])); }],
    ['an event is added to a group', [{ sequence: 2, what: 'changed', records: [{ position: 2, what: 'added', eventId: 'x' }] }], ({ keys, get, put }) => { put(at(keys, 1), editLines(get(at(keys, 1)), ([a = '', b = '']) => [a, '{"eventID":"x"}', b])); }],
    ['two events of a group change places', [{ sequence: 2, what: 'changed', records: [{ position: 1, what: 'moved', eventId: '2a' }, { position: 2, what: 'moved', eventId: '2b' }] }], ({ keys, get, put }) => { put(at(keys, 1), editLines(get(at(keys, 1)), ([a = '', b = '']) => [b, a])); }],
    ['an event is changed with its hash', [{ sequence: 2, what: 'moved', records: [] }], ({ keys, get, put }) => { put(at(keys, 1), rehashed(get(at(keys, 1)), 'alice', 'malic')); }],
    ['two groups change places', [{ sequence: 2, what: 'moved' }, { sequence: 3, what: 'moved' }, { sequence: 4, what: 'moved' }], ({ keys, get, put }) => { const [a, b] = [get(at(keys, 1)), get(at(keys, 2))]; put(at(keys, 1), b); put(at(keys, 2), a); }],
    ['a group is put in the place of another', [{ sequence: 4, what: 'moved' }, { sequence: 5, what: 'moved' }], ({ keys, get, put }) => { put(at(keys, 3), get(at(keys, 1))); }],
    ['the last group is changed', [{ sequence: 5, what: 'changed', records: [{ position: 1, eventId: '5a' }] }], ({ keys, get, put }) => { put(at(keys, 4), swapText(get(at(keys, 4)), 'alice', 'malic')); }],
    ['the last group is written anew, hash and all', [{ sequence: 5, what: 'changed' }], ({ keys, get, put }) => { const row = get(at(keys, 4)); placeRow(row, { previous: get(at(keys, 3)).subarray(1, 33), writer: at(keys, 4).split('/')[1] ?? '', sequence: 5 }); put(at(keys, 4), reWritten(row, get(at(keys, 3)), at(keys, 4))); }],
    ['a group is added behind the head', [{ sequence: 6, what: 'moved' }], ({ keys, get, put }) => { put(at(keys, 4).replace(/5$/, '6'), get(at(keys, 4))); }],
    ['a group that follows is added behind the head', [{ sequence: 6, what: 'added' }], ({ keys, get, put }) => { const key = at(keys, 4).replace(/5$/, '6'); put(key, reWritten(get(at(keys, 4)), get(at(keys, 4)), key)); }],
    ['the head is put back', [{ sequence: 5, last: 5, what: 'added' }], ({ keys, get, put }) => { const writer = at(keys, 0).split('/')[1] ?? ''; put(`head/${writer}`, encodeEnd({ sequence: 4, hash: get(at(keys, 3)).subarray(1, 33) })); }],
    ['a removal is claimed that no event tells', [{ sequence: 2, what: 'unproven' }], ({ keys, get, put, remove }) => { const writer = at(keys, 0).split('/')[1] ?? ''; put(`trim/${writer}`, encodeEnd({ sequence: 2, hash: get(at(keys, 1)).subarray(1, 33) }, '1a')); remove(at(keys, 0)); remove(at(keys, 1)); }],
  ] as const satisfies readonly (readonly [string, readonly object[], Parameters<typeof spoilt>[0]])[])('is found out when %s', async (_, faults, spoil) => {
    const found = await spoilt(spoil);
    expect(found).toMatchObject(faults);
    expect(found).toHaveLength(faults.length);
  });

  it('does not notice, alone, that the end and the head were cut together: the digests do', async () => {
    const cut = await spoilt(({ keys, get, put, remove }) => {
      const writer = at(keys, 0).split('/')[1] ?? '';
      remove(at(keys, 4));
      put(`head/${writer}`, encodeEnd({ sequence: 4, hash: get(at(keys, 3)).subarray(1, 33) }));
    });
    expect(cut).toEqual([]);
  });

  it('tells as many faults as its limit and no more', async () => {
    const directory = tempDir();
    const log = LmdbAuditLog.open(directory, place);
    for (let i = 0; i < FAULTS_MAX + 1; i += 1) await log.append([madeUpEvent(String(i))]);
    await log.close();
    const db = open<Buffer, string>({ path: directory, encoding: 'binary' });
    for (const key of [...db.getKeys({ start: 'group/', end: 'group0' })]) db.putSync(key, swapText(db.getBinary(key) ?? Buffer.alloc(0), 'alice', 'malic'));
    await db.close();
    const read = LmdbAuditLog.openToRead(directory, place);
    expect((await verifyAudit(read)).faults).toHaveLength(FAULTS_MAX);
    await read.close();
  });

  it('reads and continues a log of the first version, and names a group of it that was changed', async () => {
    const directory = tempDir();
    const writer = '0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0';
    const db = open<Buffer, string>({ path: directory, encoding: 'binary' });
    let previous: Buffer = CHAIN_START;
    for (let sequence = 1; sequence <= 3; sequence += 1) {
      const text = Buffer.from(`{"eventID":"${String(sequence)}","eventTime":"2026-01-02T03:04:05Z"}`);
      previous = groupHashOfVersion1({ previous, writer, sequence }, text);
      db.putSync(`group/${writer}/${String(sequence).padStart(16, '0')}`, Buffer.concat([Buffer.of(1), previous, text]));
    }
    db.putSync(`head/${writer}`, encodeEnd({ sequence: 3, hash: previous }));
    const log = LmdbAuditLog.open(directory, place);
    await log.append([madeUpEvent('4')]);
    expect(await eventIds(log)).toEqual(['1', '2', '3', '4']);
    expect(await verifyAudit(log)).toEqual({ groups: 4, events: 4, faults: [], removals: [] });
    db.putSync(`group/${writer}/0000000000000002`, swapText(db.getBinary(`group/${writer}/0000000000000002`) ?? Buffer.alloc(0), '2026', '2025'));
    await db.close();
    await log.close();
    const changed = LmdbAuditLog.openToRead(directory, place);
    expect((await verifyAudit(changed)).faults).toMatchObject([{ sequence: 2, what: 'changed', records: [] }]);
    await changed.close();
  });
});

describe("another writer's groups", () => {
  const groupsOfOther = async (count: number): Promise<AuditGroup[]> => {
    const other = LmdbAuditLog.open(tempDir(), place);
    for (let i = 1; i <= count; i += 1) await other.append([madeUpEvent(`other ${String(i)}`, { source: 's3.amazonaws.com' })]);
    const groups = await groupsOf(other);
    await other.close();
    return groups;
  };
  let log: LmdbAuditLog;

  beforeEach(async () => {
    log = LmdbAuditLog.open(tempDir(), place);
    await log.append([madeUpEvent('own')]);
  });

  afterEach(() => log.close());

  it('are taken over once, in order, and verified with the rest', async () => {
    const [first, second] = await groupsOfOther(2);
    expect([await log.importGroup(first!), await log.importGroup(first!), await log.importGroup(second!)]).toEqual(['imported', 'known', 'imported']);
    expect(await verifyAudit(log)).toMatchObject({ groups: 3, events: 3, faults: [] });
    await log.append([madeUpEvent('own, still')]);
    expect((await log.heads()).map(({ sequence }) => sequence)).toEqual([2, 2]);
  });

  it('are not taken over with a gap, changed, in another order, or in place of what is there', async () => {
    const [first, second, third] = await groupsOfOther(3);
    expect(await log.importGroup(second!)).toBe('does not follow');
    expect(await log.importGroup({ ...first!, lines: ['{}'] })).toBe('does not follow');
    expect(await log.importGroup({ ...first!, written: new Date(0) })).toBe('does not follow');
    await log.importGroup(first!);
    expect(await log.importGroup(third!)).toBe('does not follow');
    expect(await log.importGroup({ ...first!, hash: second!.hash })).toBe('does not follow');
    expect((await verifyAudit(log)).faults).toEqual([]);
  });

  it("never go into this log's own chain", async () => {
    const [own] = await groupsOf(log);
    expect(await log.importGroup({ ...own!, sequence: 2 })).toBe('does not follow');
    expect(await log.importGroup(own!)).toBe('does not follow');
  });

  it('leave it known whose chain is its own, also when it is opened again', async () => {
    const directory = tempDir();
    const first = LmdbAuditLog.open(directory, place);
    const { writer } = first;
    for (const group of await groupsOfOther(1)) await first.importGroup(group);
    await first.append([madeUpEvent('1')]);
    await first.close();
    const again = LmdbAuditLog.open(directory, place);
    expect(again.writer).toBe(writer);
    await again.close();
  });
});
