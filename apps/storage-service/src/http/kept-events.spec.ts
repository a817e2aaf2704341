import type { AuditEvent } from '@coffer/audit';

import { KeptEvents, WAITING_MAX } from './kept-events.js';

const event = { operation: 'GetObject' } as AuditEvent;

function lab(append: () => Promise<void> = () => Promise.resolve()) {
  const appended: number[] = [];
  const lost: number[] = [];
  const log = { append: async (events: readonly AuditEvent[]) => { await append(); appended.push(events.length); } };
  const kept = new KeptEvents({ log, flushMs: 20, onLost: (count) => { lost.push(count); } });
  return { kept, appended, lost };
}

describe('KeptEvents', () => {
  it('writes what it gathered together, no later than it says', async () => {
    const { kept, appended } = lab();
    for (let i = 0; i < 10; i += 1) kept.add(event);
    expect(appended).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(appended).toEqual([10]);
  });

  it('tells what waits, and for how long', async () => {
    let release = (): void => undefined;
    const { kept } = lab(() => new Promise((resolve) => (release = resolve)));
    expect(kept.backlog).toEqual({ count: 0, oldestSeconds: 0 });
    kept.add(event);
    await new Promise((resolve) => setTimeout(resolve, 60));
    kept.add(event);
    expect(kept.backlog.count).toBe(2);
    expect(kept.backlog.oldestSeconds).toBeGreaterThanOrEqual(0.05);
    release();
    const written = kept.flush();
    await new Promise((resolve) => setTimeout(resolve, 5));
    release();
    await written;
    expect(kept.backlog).toEqual({ count: 0, oldestSeconds: 0 });
  });

  it('writes the rest when the service ends', async () => {
    const { kept, appended } = lab();
    kept.add(event);
    await kept.flush();
    expect(appended).toEqual([1]);
  });

  it('divides what is too much for one append', async () => {
    const { kept, appended } = lab();
    for (let i = 0; i < 2_001; i += 1) kept.add(event);
    await kept.flush();
    expect(appended).toEqual([2_000, 1]);
  });

  it('counts what could not be written as lost, and goes on', async () => {
    let failures = 1;
    const { kept, appended, lost } = lab(() => (failures-- > 0 ? Promise.reject(new Error('the disk is full')) : Promise.resolve()));
    kept.add(event);
    await kept.flush();
    kept.add(event);
    await kept.flush();
    expect([appended, lost]).toEqual([[1], [1]]);
  });

  it('holds as many as its limit, and loses the next, while the disk hangs', async () => {
    const hanging = Promise.withResolvers<undefined>();
    const { kept, lost } = lab(() => hanging.promise.then(() => undefined));
    for (let i = 0; i < WAITING_MAX; i += 1) kept.add(event);
    expect(lost).toEqual([]);
    kept.add(event);
    expect(lost).toEqual([1]);
    hanging.resolve(undefined);
    await kept.flush();
    kept.add(event);
    expect(lost).toEqual([1]);
    await kept.flush();
  });
});
