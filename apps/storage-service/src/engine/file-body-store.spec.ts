import { readdirSync, statSync, writeFileSync, mkdirSync, readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { describeBodyStore } from './body-store.contract.js';
import { WatchedBodyStore } from './watched-body-store.js';
import { READ_SIZE } from './body-reader.js';
import { FileBodyStore, WRITE_SIZE } from './file-body-store.js';

const files = async (directory: string): Promise<string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name).toSorted();
};
/** The files under the directory that this process holds open. */
const openFiles = (directory: string): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(directory) ? [path] : [];
    } catch {
      return [];
    }
  });

describeBodyStore('FileBodyStore', async () => {
  const directory = tempDir();
  return { store: await FileBodyStore.open(directory), pieceSize: WRITE_SIZE, reopen: () => FileBodyStore.open(directory), stored: () => files(directory) };
});

describeBodyStore('WatchedBodyStore', async () => {
  const directory = tempDir();
  const open = async (): Promise<WatchedBodyStore> => new WatchedBodyStore(await FileBodyStore.open(directory), () => undefined);
  return { store: await open(), pieceSize: WRITE_SIZE, reopen: open, stored: () => files(directory) };
});

describe('FileBodyStore', () => {
  it('keeps its files and directories to their owner', async () => {
    const directory = join(tempDir(), 'bodies');
    const store = await FileBodyStore.open(directory);
    const { id } = await store.write([Buffer.from('x')]);
    const [part = ''] = readdirSync(directory);
    expect([directory, join(directory, part), join(directory, part, id)].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700, 0o600]);
  });

  it('closes its files at the end, when the reader leaves early, when it throws, and when writing fails', async () => {
    const directory = tempDir();
    const store = await FileBodyStore.open(directory);
    const { id } = await store.write([Buffer.alloc(4 * READ_SIZE)]);
    const read = async (consume: (chunk: Buffer) => boolean): Promise<void> => {
      for await (const chunk of await store.read(id, 0, 4 * READ_SIZE)) if (consume(chunk)) break;
    };
    await read(() => false);
    await read(() => true);
    await expect(read(() => { throw new Error('the client is gone'); })).rejects.toThrow('the client is gone');
    const unread = (await store.read(id, 0, 1))[Symbol.asyncIterator]();
    expect(openFiles(directory)).toHaveLength(1);
    await unread.return?.();
    await expect(store.write((function* () { throw new Error('bad'); })())).rejects.toThrow('bad');
    expect(openFiles(directory)).toEqual([]);
  });

  it('leaves files alone that are none of its own', async () => {
    const directory = tempDir();
    const store = await FileBodyStore.open(directory);
    const { id } = await store.write([Buffer.from('x')]);
    const part = join(directory, readdirSync(directory)[0] ?? '');
    for (const path of [join(directory, 'README'), join(part, 'notes.txt'), join(part, `${id}.bak`)]) writeFileSync(path, 'mine');
    mkdirSync(join(directory, 'lost+found'));
    writeFileSync(join(directory, 'lost+found', id), 'mine');
    const next = await FileBodyStore.open(directory);
    expect(await next.sweep(() => Promise.resolve(false))).toBe(1);
    expect(await files(directory)).toEqual(['README', id, `${id}.bak`, 'notes.txt'].toSorted());
  });
});
