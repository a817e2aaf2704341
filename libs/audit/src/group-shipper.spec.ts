import { tempDir, until } from '@coffer/testing';
import { eventIds, madeUpEvent } from './audit-log.contract.js';
import type { AuditGroup } from './audit-log.js';
import { GroupShipper } from './group-shipper.js';
import { LmdbAuditLog } from './lmdb-audit-log.js';
import { verifyAudit } from './verify.js';

const place = { accountId: '000000000000', region: 'us-east-1' };

describe('GroupShipper', () => {
  let [from, to]: LmdbAuditLog[] = [];
  let away = false;
  let failures = 0;
  let shipper: GroupShipper;
  const shipments: number[] = [];
  const send = async (writer: string, groups: readonly AuditGroup[]): Promise<number> => {
    if (away) throw new Error('the receiver is away');
    shipments.push(groups.length);
    for (const group of groups) if ((await to!.importGroup(group)) === 'does not follow') throw new Error('does not follow');
    return to!.lastSequence(writer);
  };

  beforeEach(() => {
    [from, to] = [LmdbAuditLog.open(tempDir(), place), LmdbAuditLog.open(tempDir(), place)];
    [away, failures] = [false, 0];
    shipments.length = 0;
    shipper = new GroupShipper({ log: from, writer: from.writer, send, onFailure: () => { failures += 1; }, backoffMaxMs: 20 });
  });

  afterEach(async () => {
    await shipper.close();
    await from!.close();
    await to!.close();
  });

  it('hands over every group once and in order, as it is written', async () => {
    await from!.append([madeUpEvent('1'), madeUpEvent('2')]);
    shipper.start();
    await until(() => shipper.shippedUpTo() === 1);
    await from!.append([madeUpEvent('3')]);
    shipper.grew();
    await until(() => shipper.shippedUpTo() === 2);
    expect(await eventIds(to!)).toEqual(['1', '2', '3']);
    expect((await verifyAudit(to!)).faults).toEqual([]);
  });

  it('tells how many events wait, and since when', async () => {
    away = true;
    const before = Date.now();
    expect(await shipper.oldestUnshipped()).toBeUndefined();
    shipper.start();
    await from!.append([madeUpEvent('1'), madeUpEvent('2')]);
    shipper.grew(2);
    expect(shipper.unshipped).toBe(2);
    expect((await shipper.oldestUnshipped())?.getTime()).toBeGreaterThanOrEqual(before - 1_000);
    away = false;
    await until(() => shipper.shippedUpTo() === 1);
    expect(shipper.unshipped).toBe(0);
    expect(await shipper.oldestUnshipped()).toBeUndefined();
  });

  it('waits while the receiver is away, and goes on from what that has', async () => {
    away = true;
    shipper.start();
    for (const id of ['1', '2', '3']) await from!.append([madeUpEvent(id)]);
    await until(() => failures > 1);
    expect(shipper.shippedUpTo()).toBe(0);
    away = false;
    await until(() => shipper.shippedUpTo() === 3);
    expect(await eventIds(to!)).toEqual(['1', '2', '3']);
  });

  it('ships as many groups at once as its limit', async () => {
    for (let i = 0; i < 101; i += 1) await from!.append([madeUpEvent(String(i))]);
    shipper.start();
    await until(() => shipper.shippedUpTo() === 101);
    expect(shipments.slice(0, 3)).toEqual([0, 100, 1]);
  });
});
