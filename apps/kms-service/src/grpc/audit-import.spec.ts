import { LmdbAuditLog, type AuditGroup } from '@coffer/audit';
import { tempDir, testCaller } from '@coffer/testing';
import { IMPORT_GROUPS_MAX, importAuditGroups } from './audit-import.js';
import { Reply } from './reply.js';

const peerOf = (...names: readonly string[]): { readonly names: ReadonlySet<string> } => ({ names: new Set(names.length === 0 ? ['storage-service'] : names) });
const place = { accountId: '000000000000', region: 'us-east-1' };

describe('importAuditGroups', () => {
  let [own, other]: LmdbAuditLog[] = [];
  const messageOf = async (count: number): Promise<{ writer: string; groups: object[] }> => {
    for (let i = 0; i < count; i += 1) {
      await other!.append([{ eventId: String(i), time: new Date(), source: 's3.amazonaws.com', operation: 'CreateBucket', readOnly: false, caller: testCaller('alice'), requestId: 'r', parameters: {}, keyArns: [] }]);
    }
    const groups: AuditGroup[] = [];
    for await (const group of other!.groups()) groups.push(group);
    return { writer: other!.writer, groups: groups.map(({ sequence, hash, written, lines }) => ({ sequence, hash, writtenMs: written.getTime(), lines: [...lines] })) };
  };
  const imported = async (message: object, ...names: readonly string[]): Promise<unknown> => JSON.parse((await importAuditGroups(own!, peerOf(...names), message)).serialize((answer) => Buffer.from(JSON.stringify(answer))).toString());

  beforeEach(() => {
    [own, other] = [LmdbAuditLog.open(tempDir(), place), LmdbAuditLog.open(tempDir(), place)];
  });

  afterEach(async () => {
    await own!.close();
    await other!.close();
  });

  it('takes groups over, again without harm, and says how far it is', async () => {
    const message = await messageOf(2);
    expect(await imported({ writer: message.writer })).toEqual({ sequence: 0 });
    expect(await imported(message)).toEqual({ sequence: 2 });
    expect(await imported(message)).toEqual({ sequence: 2 });
    expect(await importAuditGroups(own!, peerOf(), message)).toBeInstanceOf(Reply);
  });

  it('takes as many groups as its limit and no more', async () => {
    const { writer, groups } = await messageOf(IMPORT_GROUPS_MAX + 1);
    await expect(imported({ writer, groups })).rejects.toMatchObject({ code: 'ValidationException' });
    expect(await imported({ writer, groups: groups.slice(0, IMPORT_GROUPS_MAX) })).toEqual({ sequence: IMPORT_GROUPS_MAX });
  });

  it("refuses groups that do not follow, and those of the log's own writer", async () => {
    const { writer, groups } = await messageOf(2);
    await expect(imported({ writer, groups: groups.slice(1) })).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(imported({ writer: own!.writer, groups })).rejects.toMatchObject({ code: 'ValidationException' });
    expect(await imported({ writer })).toEqual({ sequence: 0 });
  });

  it('takes groups of a writer from the peer that was the first to ship them, whatever other names it has, and from no other', async () => {
    const { writer, groups } = await messageOf(3);
    expect(await imported({ writer, groups: groups.slice(0, 1) }, 'storage-service', 'localhost')).toEqual({ sequence: 1 });
    for (const message of [{ writer, groups: groups.slice(1) }, { writer }]) await expect(imported(message, 'another-service', 'localhost')).rejects.toMatchObject({ code: 'AccessDeniedException' });
    expect(await imported({ writer, groups: groups.slice(1, 2) }, 'storage-1.storage', 'storage-service')).toEqual({ sequence: 2 });
    expect(await imported({ writer })).toEqual({ sequence: 2 });
  });

  it('binds nobody who only asks', async () => {
    const { writer, groups } = await messageOf(1);
    expect(await imported({ writer }, 'another-service')).toEqual({ sequence: 0 });
    expect(await imported({ writer, groups })).toEqual({ sequence: 1 });
  });

  it.each([
    ['a writer that is none', { writer: '../head' }], ['no lines', { lines: [] }], ['a line of two', { lines: ['{}\n{}'] }], ['a short hash', { hash: Buffer.alloc(31) }], ['no place', { sequence: 0 }], ['no time', { writtenMs: -1 }],
  ])('refuses %s', async (_, change) => {
    const { writer, groups } = await messageOf(1);
    const message = 'writer' in change ? { ...change, groups } : { writer, groups: [{ ...groups[0], ...change }] };
    await expect(imported(message)).rejects.toMatchObject({ code: 'ValidationException' });
  });
});
