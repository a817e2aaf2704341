import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterTests, collect, tempDir } from '@coffer/testing';
import { FileBodyStore } from './file-body-store.js';
import { LmdbObjectIndex } from './lmdb-object-index.js';
import { asText } from './object-index.contract.js';
import type { ObjectEntry } from './object-index.js';

/** A disk of 8 MiB; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const directory = join(tempDir(), 'disk');
  mkdirSync(directory);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', directory], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  afterTests(() => void execFileSync('umount', ['-l', directory]));
  return directory;
}

const disk = smallDisk();
const ballast = join(disk ?? '', 'ballast');
const entry = (size: number, fill: string): ObjectEntry => ({ summary: Buffer.from(fill), record: Buffer.from(fill), body: { kind: 'inline', bytes: Buffer.alloc(size, fill) } });
const full = (what: string): unknown => expect.objectContaining({ name: 'StorageError', code: 'ServiceUnavailable', message: expect.stringMatching(`The disk that holds the ${what} is full`) as string, retryAfterSeconds: expect.any(Number) as number });

/** A user who may not mount a disk says so in the report; root always may. */
const describeOnDisk = (title: string, body: (directory: string) => void): void => {
  if (disk !== undefined) describe(title, () => { body(disk); });
  else it(`${title}: not tried, since this user may not mount a small one`, () => { expect(process.getuid?.()).not.toBe(0); });
};

describeOnDisk('on a full disk', (directory) => {
  afterEach(() => {
    rmSync(ballast, { force: true });
    rmSync(join(directory, 'index'), { recursive: true, force: true });
  });

  it('the index refuses the change, keeps what it has, and goes on when there is room', async () => {
    const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const index = await LmdbObjectIndex.open(join(directory, 'index'));
    await index.createBucket({ name: 'b', record: Buffer.alloc(0) });
    await index.commitObject({ bucket: 'b', key: 'k' }, entry(10_000, 'old'));
    writeFileSync(ballast, Buffer.alloc(5 * 1024 * 1024));
    const many = Array.from({ length: 12 }, (_, i) => index.commitObject({ bucket: 'b', key: `k${i}` }, entry(1024 * 1024, 'new')));
    const outcomes = await Promise.allSettled([...many, index.commitObject({ bucket: 'b', key: 'k' }, entry(4 * 1024 * 1024, 'new'), () => undefined)]);
    for (const outcome of outcomes) expect(outcome).toEqual({ status: 'rejected', reason: full('index') });
    expect(asText(await index.findObject({ bucket: 'b', key: 'k' }))).toEqual(asText(entry(10_000, 'old')));
    expect(await index.scanObjects('b', { prefix: '', limit: 9 })).toHaveLength(1);

    rmSync(ballast);
    await index.commitObject({ bucket: 'b', key: 'k' }, entry(1024 * 1024, 'new'));
    await index.commitObject({ bucket: 'b', key: 'l' }, entry(1000, 'new'), () => undefined);
    expect(asText(await index.findObject({ bucket: 'b', key: 'k' }))).toEqual(asText(entry(1024 * 1024, 'new')));
    await index.close();
    const again = await LmdbObjectIndex.open(join(directory, 'index'));
    expect(asText(await again.findObject({ bucket: 'b', key: 'l' }))).toEqual(asText(entry(1000, 'new')));
    await again.close();
    quiet.mockRestore();
  });

  it('the body store refuses the body, keeps nothing of it, and goes on when there is room', async () => {
    const bodies = join(directory, 'bodies');
    const store = await FileBodyStore.open(bodies);
    const { id } = await store.write([Buffer.from('old')]);
    await expect(store.write(Array.from({ length: 20 }, () => Buffer.alloc(1024 * 1024)))).rejects.toEqual(full('object bodies'));
    const left = await readdir(bodies, { recursive: true, withFileTypes: true });
    expect(left.filter((file) => file.isFile()).map((file) => file.name)).toEqual([id]);
    expect((await collect(await store.read(id, 0, 3))).toString()).toBe('old');
    await expect(store.write([Buffer.alloc(4 * 1024 * 1024)])).resolves.toMatchObject({ size: 4 * 1024 * 1024 });
  });
});
