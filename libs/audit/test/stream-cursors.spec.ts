import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir, until } from '@coffer/testing';
import { madeUpEvent } from '../src/audit-log.contract.js';
import { LmdbAuditLog } from '../src/lmdb-audit-log.js';
import { FileDelivery } from '../src/streams/file-delivery.js';
import { StreamCursor } from '../src/streams/stream-cursor.js';
import { place, StreamLab, writtenTo } from './stream-lab.js';

describe('streams of events', () => {
  let lab: StreamLab;
  beforeEach(() => { lab = new StreamLab(); });
  afterEach(() => lab.close());

  describe('by their cursor', () => {
    it('begin with what is new, and go on after a restart where they were', async () => {
      const path = join(tempDir(), 'audit.jsonl');
      const cursorFile = join(tempDir(), 'cursors/c.json');
      await lab.record(undefined, 'before');
      const first = await lab.follow(new FileDelivery(path), new StreamCursor(cursorFile));
      await lab.record(first, '1');
      await until(() => writtenTo(path).length === 1);
      await first.close();
      await lab.record(undefined, '2', '3');
      await lab.follow(new FileDelivery(path), new StreamCursor(cursorFile));
      await until(() => writtenTo(path).length === 3);
      expect(writtenTo(path)).toEqual(['1', '2', '3']);
    });

    describe('that the retention has overtaken', () => {
      /** Six groups of one event each while the stream is away, of which retention removes so many. */
      const overtaken = async (removed: number): Promise<{ readonly cursorFile: string; readonly ids: readonly string[] }> => {
        const cursorFile = join(tempDir(), 'cursors/c.json');
        const first = await lab.follow(new FileDelivery(join(tempDir(), 'first.jsonl')), new StreamCursor(cursorFile));
        await first.close();
        const ids = ['1', '2', '3', '4', '5', '6'];
        for (const id of ids) await lab.record(undefined, id);
        if (removed > 0) await lab.log.trim({ writer: lab.log.writer, sequence: removed, hash: Buffer.alloc(32), eventId: '6' });
        return { cursorFile, ids };
      };

      it.each([[4, [4]], [1, [1]], [0, []]])('tell, once, that %i groups are lost to them, and go on with the rest', async (removed, told) => {
        const { cursorFile, ids } = await overtaken(removed);
        const path = join(tempDir(), 'audit.jsonl');
        const follower = await lab.follow(new FileDelivery(path), new StreamCursor(cursorFile));
        await until(() => writtenTo(path).length === ids.length - removed);
        expect(writtenTo(path)).toEqual(ids.slice(removed));
        await lab.record(follower, '7');
        await until(() => writtenTo(path).at(-1) === '7');
        expect(lab.skips).toEqual(told);
      });

      it('tell it once, however often the receiver fails', async () => {
        const { cursorFile } = await overtaken(4);
        let refusals = 3;
        const lines: string[] = [];
        const send = (batch: readonly string[]): Promise<void> => {
          refusals -= 1;
          if (refusals >= 0) return Promise.reject(new Error('not now'));
          lines.push(...batch);
          return Promise.resolve();
        };
        await lab.follow({ send, close: () => undefined }, new StreamCursor(cursorFile));
        await until(() => lines.length === 2);
        expect(lab.failures).toHaveLength(3);
        expect(lab.skips).toEqual([4]);
      });
    });

    it('say since when something waits for them', async () => {
      const before = Date.now();
      let isAway = true;
      const send = (): Promise<void> => (isAway ? Promise.reject(new Error('away')) : Promise.resolve());
      const follower = await lab.follow({ send, close: () => undefined }, new StreamCursor(join(tempDir(), 'c.json')));
      expect(await follower.oldestUndelivered()).toBeUndefined();
      await lab.record(follower, '1');
      const oldest = await follower.oldestUndelivered();
      expect(oldest?.getTime()).toBeGreaterThanOrEqual(before - 1_000);
      await lab.record(follower, '2');
      expect(await follower.oldestUndelivered()).toEqual(oldest);
      isAway = false;
      await until(() => lab.lags.at(-1) === 0);
      expect(await follower.oldestUndelivered()).toBeUndefined();
    });

    it("do not begin at all with a cursor that is none", async () => {
      const cursorFile = join(tempDir(), 'c.json');
      writeFileSync(cursorFile, '{"version":2}');
      await expect(lab.follow(new FileDelivery('/none'), new StreamCursor(cursorFile))).rejects.toThrow();
    });

    it('follow the chains of other writers that were taken over, from their start', async () => {
      const path = join(tempDir(), 'audit.jsonl');
      const follower = await lab.follow(new FileDelivery(path), new StreamCursor(join(tempDir(), 'c.json')));
      const other = LmdbAuditLog.open(tempDir(), place);
      await other.append([madeUpEvent('other')]);
      for await (const group of other.groups()) await lab.log.importGroup(group);
      await other.close();
      follower.grew(1);
      await until(() => writtenTo(path).length > 0);
      expect(writtenTo(path)).toEqual(['other']);
    });
  });
});
