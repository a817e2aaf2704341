import type { AuditEvent } from './audit-event.js';
import type { AuditGroup, AuditLog } from './audit-log.js';
import { verifyAudit } from './verify.js';

/** An event whose id is `eventId`. */
export function madeUpEvent(eventId: string, changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    eventId,
    time: new Date('2026-01-02T03:04:05.678Z'),
    source: 'kms.amazonaws.com',
    operation: 'GenerateDataKey',
    readOnly: true,
    caller: {
      type: 'User', arn: 'arn:aws:iam::000000000000:user/alice', accountId: '000000000000', principalId: 'AIDAMADEUP', userName: 'alice',
      accessKeyId: 'AKIAMADEUP', sourceIp: '192.0.2.1', userAgent: 'a suite', secureTransport: true,
    },
    requestId: `request of ${eventId}`,
    parameters: { keyId: 'alias/x', keySpec: 'AES_256', encryptionContext: new Map([['a', 'b']]) },
    keyArns: ['arn:aws:kms:us-east-1:000000000000:key/k'],
    ...changes,
  };
}

export async function groupsOf(log: AuditLog): Promise<AuditGroup[]> {
  const groups: AuditGroup[] = [];
  for await (const group of log.groups()) groups.push(group);
  return groups;
}

export async function eventIds(log: AuditLog): Promise<string[]> {
  return (await groupsOf(log)).flatMap(({ lines }) => lines.map((line) => (JSON.parse(line) as { eventID: string }).eventID));
}

/** What every AuditLog promises. `create` gives an empty one. */
export function describeAuditLog(name: string, create: () => Promise<AuditLog>): void {
  describe(`${name} keeps the AuditLog contract`, () => {
    let log: AuditLog;

    beforeEach(async () => {
      log = await create();
    });

    afterEach(() => log.close());

    it('is empty, and whole, before anything was appended', async () => {
      expect(await eventIds(log)).toEqual([]);
      expect(await verifyAudit(log)).toEqual({ groups: 0, events: 0, faults: [], removals: [] });
    });

    it('has what was appended when the append resolves, in the order given', async () => {
      await log.append([madeUpEvent('1'), madeUpEvent('2')]);
      expect(await eventIds(log)).toEqual(['1', '2']);
      await log.append([madeUpEvent('3')]);
      expect(await eventIds(log)).toEqual(['1', '2', '3']);
    });

    it('makes one group of what is appended in one turn, and keeps its order', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, i) => log.append([madeUpEvent(String(i))])));
      expect(await groupsOf(log)).toHaveLength(1);
      expect(await eventIds(log)).toEqual(Array.from({ length: 50 }, (_, i) => String(i)));
    });

    it('has a chain that holds over many groups', async () => {
      for (let i = 0; i < 150; i += 1) await log.append([madeUpEvent(String(i))]);
      expect(await verifyAudit(log)).toEqual({ groups: 150, events: 150, faults: [], removals: [] });
      expect((await groupsOf(log)).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
    });

    it('appends nothing for no events', async () => {
      await log.append([]);
      expect(await groupsOf(log)).toEqual([]);
    });

    it('tells the head of its chain', async () => {
      await log.append([madeUpEvent('1')]);
      const [group] = await groupsOf(log);
      expect(await log.heads()).toEqual([{ writer: group?.writer, sequence: 1, hash: group?.hash }]);
    });

    it("reads one writer's groups behind a place", async () => {
      for (const id of ['1', '2', '3']) await log.append([madeUpEvent(id)]);
      const [{ writer } = { writer: '' }] = await log.heads();
      const read: number[] = [];
      for await (const { sequence } of log.groups({ writer, after: 1 })) read.push(sequence);
      expect(read).toEqual([2, 3]);
    });

    it('ends what was begun before it closes', async () => {
      const appended = log.append([madeUpEvent('1')]);
      await log.close();
      await expect(appended).resolves.toBeUndefined();
      log = await create();
    });
  });
}
