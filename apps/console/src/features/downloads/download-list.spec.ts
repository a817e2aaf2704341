import { DownloadList } from './download-list.js';

const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 5); });

describe('the list of downloads', () => {
  it('tells what came, and that it is done', async () => {
    const list = new DownloadList();
    const seen: string[] = [];
    list.subscribe(() => { seen.push(list.snapshot().map(({ name, state, received }) => `${name} ${state} ${received}`).join()); });
    list.start('a', 10, async (onReceived) => { onReceived(4); });
    await settled();
    expect(seen).toEqual(['a running 0', 'a running 4', 'a done 10']);
    list.clearDone();
    expect(list.snapshot()).toEqual([]);
  });

  it('keeps why one failed, and tries it again from the start', async () => {
    const list = new DownloadList();
    let times = 0;
    list.start('a', 10, async (onReceived) => {
      onReceived(5);
      times += 1;
      if (times === 1) throw new Error('away');
    });
    await settled();
    expect(list.snapshot()).toEqual([expect.objectContaining({ state: 'failed', received: 5, thrown: new Error('away') })]);
    list.retry(1);
    expect(list.snapshot()).toEqual([expect.objectContaining({ state: 'running' })]);
    await settled();
    expect(list.snapshot()).toEqual([expect.objectContaining({ state: 'done', thrown: undefined })]);
  });

  it('cancels: the work is told, and nothing is shown of it', async () => {
    const list = new DownloadList();
    let told = false;
    list.start('a', 10, (onReceived, signal) => new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => { told = true; onReceived(9); reject(new Error('stopped')); });
    }));
    list.cancel(1);
    await settled();
    expect([told, list.snapshot()]).toEqual([true, []]);
  });

  it('ends with the session', async () => {
    const list = new DownloadList();
    const stopped: string[] = [];
    for (const name of ['a', 'b']) list.start(name, 1, (_onReceived, signal) => new Promise((resolve) => { signal.addEventListener('abort', () => { stopped.push(name); resolve(); }); }));
    list.destroy();
    await settled();
    expect([stopped, list.snapshot()]).toEqual([['a', 'b'], []]);
  });
});
