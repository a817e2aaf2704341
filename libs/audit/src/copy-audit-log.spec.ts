import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { madeUpEvent } from './audit-log.contract.js';
import { copyAuditLog } from './copy-audit-log.js';
import { LmdbAuditLog } from './lmdb-audit-log.js';
import { verifyAudit } from './verify.js';

const place = { accountId: '000000000000', region: 'us-east-1' };

/** A log with two groups, and a copy of it. */
async function copied(): Promise<{ readonly log: LmdbAuditLog; readonly copy: string }> {
  const directory = tempDir();
  const from = join(directory, 'log');
  const source = LmdbAuditLog.open(from, place);
  await source.append([madeUpEvent('1')]);
  await source.append([madeUpEvent('2')]);
  await source.close();
  await copyAuditLog(from, join(directory, 'copy'));
  return { log: LmdbAuditLog.open(from, place), copy: join(directory, 'copy') };
}

describe('copyAuditLog', () => {
  it('copies the chain whole, and nothing but the file', async () => {
    const { log, copy } = await copied();
    expect(readdirSync(copy)).toEqual(['data.mdb']);
    const read = LmdbAuditLog.openToRead(copy, place);
    expect(await verifyAudit(read)).toMatchObject({ groups: 2, events: 2, faults: [] });
    expect(await read.heads()).toEqual(await log.heads());
    await read.close();
    await log.close();
  });

  it('lets the copy begin a chain of its own, and keeps to it at the next start', async () => {
    const { log, copy } = await copied();
    await log.append([madeUpEvent('3')]);
    const first = LmdbAuditLog.open(copy, place);
    const { writer } = first;
    expect(writer).not.toBe(log.writer);
    expect(await first.heads()).toHaveLength(1);
    await first.append([madeUpEvent('other 3')]);
    await first.close();
    const second = LmdbAuditLog.open(copy, place);
    expect(second.writer).toBe(writer);
    await second.append([madeUpEvent('other 4')]);
    expect(new Map((await second.heads()).map((head) => [head.writer, head.sequence]))).toEqual(new Map([[log.writer, 2], [writer, 2]]));
    expect((await verifyAudit(second)).faults).toEqual([]);
    await second.close();
    await log.close();
  });

  it('lets a third log take over both chains, in either order', async () => {
    const { log, copy } = await copied();
    await log.append([madeUpEvent('3')]);
    const put = LmdbAuditLog.open(copy, place);
    await put.append([madeUpEvent('other 3')]);
    const third = LmdbAuditLog.open(tempDir(), place);
    for (const source of [log, put]) for await (const group of source.groups()) expect(['imported', 'known']).toContain(await third.importGroup(group));
    expect(new Map((await third.heads()).map((head) => [head.writer, head.sequence]))).toEqual(new Map([[log.writer, 3], [put.writer, 1]]));
    expect((await verifyAudit(third)).faults).toEqual([]);
    for (const each of [log, put, third]) await each.close();
  });
});
