import { GROUP_BYTES_MAX, GROUP_MAX, GroupCommit, WAITING_MAX } from './group-commit.js';

describe('GroupCommit', () => {
  const groups: (readonly number[])[] = [];
  let release: () => void = () => undefined;
  const nothing = (): number => 0;
  const open = (sizeOf: (item: number) => number = nothing): GroupCommit<number> => new GroupCommit((items) => {
    groups.push(items);
    return Promise.resolve();
  }, sizeOf);

  beforeEach(() => { groups.length = 0; });

  it('writes what one turn adds as one group', async () => {
    const commits = open();
    await Promise.all([commits.add([1, 2]), commits.add([3])]);
    expect(groups).toEqual([[1, 2, 3]]);
  });

  it('gathers the next group while one is written, and writes one at a time', async () => {
    const commits = new GroupCommit<number>(async (items) => {
      groups.push(items);
      if (groups.length === 1) await new Promise<void>((resolve) => (release = resolve));
    }, nothing);
    const first = commits.add([1]);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const rest = [commits.add([2]), commits.add([3])];
    expect(groups).toEqual([[1]]);
    release();
    await Promise.all([first, ...rest]);
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('tells what is not written yet, and for how long the oldest of it has waited', async () => {
    const commits = new GroupCommit<number>(async (items) => {
      groups.push(items);
      await new Promise<void>((resolve) => (release = resolve));
    }, nothing);
    expect(commits.backlog).toEqual({ count: 0, oldestSeconds: 0 });
    const first = commits.add([1, 2]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const second = commits.add([3]);
    expect(commits.backlog.count).toBe(3);
    expect(commits.backlog.oldestSeconds).toBeGreaterThanOrEqual(0.02);
    release();
    await first;
    await new Promise((resolve) => setImmediate(resolve));
    expect(commits.backlog.count).toBe(1);
    release();
    await second;
    expect(commits.backlog).toEqual({ count: 0, oldestSeconds: 0 });
  });

  it('has nothing waiting when a write failed', async () => {
    const commits = new GroupCommit<number>(() => Promise.reject(new Error('full')), nothing);
    await expect(commits.add([1])).rejects.toThrow('full');
    expect(commits.backlog).toEqual({ count: 0, oldestSeconds: 0 });
  });

  it('fails the group whose write failed, and no other', async () => {
    const commits = new GroupCommit<number>((items) => (items.includes(1) ? Promise.reject(new Error('full')) : Promise.resolve()), nothing);
    const failed = [commits.add([1]), commits.add([2])];
    await expect(Promise.allSettled(failed)).resolves.toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    await expect(commits.add([3])).resolves.toBeUndefined();
  });

  it('ends a group at its limit, but divides no add', async () => {
    const commits = open();
    const large = Array.from({ length: GROUP_MAX - 1 }, (_, i) => i);
    await Promise.all([commits.add(large), commits.add([1, 2]), commits.add([3])]);
    expect(groups.map(({ length }) => length)).toEqual([GROUP_MAX + 1, 1]);
  });

  it('ends a group before it has too many bytes, but divides no add', async () => {
    const commits = open((item) => item);
    await Promise.all([[GROUP_BYTES_MAX - 1], [1], [1], [GROUP_BYTES_MAX, 5], [2]].map((items) => commits.add(items)));
    expect(groups).toEqual([[GROUP_BYTES_MAX - 1, 1], [1], [GROUP_BYTES_MAX, 5], [2]]);
  });

  it('takes as much as may wait, and refuses one more', async () => {
    const commits = open();
    const full = commits.add(new Array<number>(WAITING_MAX).fill(0));
    await expect(commits.add([1])).rejects.toThrow('too much is waiting');
    await full;
    await expect(commits.add([1])).resolves.toBeUndefined();
  });

  it('is settled when everything is written', async () => {
    const commits = open();
    void commits.add([1]);
    await commits.settled();
    expect(groups).toEqual([[1]]);
    await commits.settled();
  });
});
