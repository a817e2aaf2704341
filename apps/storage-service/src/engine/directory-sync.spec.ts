import { DirectorySync } from './directory-sync.js';

/** Syncs that end when they are told to. */
function manualSyncs(): { begun: string[]; end: (error?: Error) => Promise<void>; sync: (directory: string) => Promise<void> } {
  const begun: string[] = [];
  const running: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const sync = (directory: string): Promise<void> => {
    begun.push(directory);
    return new Promise((resolve, reject) => {
      running.push({ resolve, reject });
    });
  };
  const end = async (error?: Error): Promise<void> => {
    const each = running.shift();
    if (error === undefined) each?.resolve();
    else each?.reject(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, end, sync };
}

describe('DirectorySync', () => {
  it('serves all who ask while one runs by one more, which begins after they asked', async () => {
    const { begun, end, sync } = manualSyncs();
    const directories = new DirectorySync(sync);
    const first = directories.sync('a');
    let served = 0;
    const rest = Array.from({ length: 10 }, () => directories.sync('a').then(() => (served += 1)));
    expect(begun).toEqual(['a']);
    await end();
    await first;
    expect([begun.length, served]).toEqual([2, 0]);
    await end();
    await Promise.all(rest);
    expect([begun.length, served]).toEqual([2, 10]);
  });

  it('syncs two directories side by side', () => {
    const { begun, sync } = manualSyncs();
    const directories = new DirectorySync(sync);
    void directories.sync('a');
    void directories.sync('b');
    expect(begun).toEqual(['a', 'b']);
  });

  it('fails those whom a failed sync was to serve, and nobody else', async () => {
    const { begun, end, sync } = manualSyncs();
    const directories = new DirectorySync(sync);
    const [first, second] = [directories.sync('a'), directories.sync('a')];
    const refused = expect(first).rejects.toThrow('disk');
    await end(new Error('disk'));
    await refused;
    await end();
    await expect(second).resolves.toBeUndefined();
    const third = directories.sync('a');
    await end();
    await expect(third).resolves.toBeUndefined();
    expect(begun).toHaveLength(3);
  });
});
