import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterTests, collect, tempDir } from '@coffer/testing';
import { FileBodyStore } from './file-body-store.js';
import { LmdbObjectIndex } from './lmdb-object-index.js';
import { asText } from './object-index.samples.contract.js';
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
  // The library prints a line of its own for each failed commit, some of them late.
  const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  afterAll(async () => {
    await new Promise((resolve) => { setTimeout(resolve, 200); });
    quiet.mockRestore();
  });
  afterEach(() => {
    rmSync(ballast, { force: true });
    rmSync(join(directory, 'index'), { recursive: true, force: true });
  });

  it('the index refuses the change, keeps what it has, and goes on when there is room', async () => {
    const index = await LmdbObjectIndex.open(join(directory, 'index'));
    await index.createBucket({ name: 'b', record: Buffer.alloc(0) });
    await index.commitObject({ bucket: 'b', key: 'k' }, entry(10_000, 'old'));
    writeFileSync(ballast, Buffer.alloc(5 * 1024 * 1024));
    const keys = Array.from({ length: 12 }, (_, i) => `k${String(i).padStart(2, '0')}`);
    const many = keys.map((key) => index.commitObject({ bucket: 'b', key }, entry(1024 * 1024, 'new')));
    const outcomes = await Promise.allSettled([...many, index.commitObject({ bucket: 'b', key: 'k' }, entry(4 * 1024 * 1024, 'new'), () => undefined)]);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(8);
    for (const outcome of refused) expect(outcome).toEqual({ status: 'rejected', reason: full('index') });
    expect(outcomes.at(-1)?.status).toBe('rejected');
    expect(asText(await index.findObject({ bucket: 'b', key: 'k' }))).toEqual(asText(entry(10_000, 'old')));
    // What was answered is there, what was refused is not.
    const kept = keys.filter((_, i) => outcomes[i]?.status === 'fulfilled');
    expect((await index.scanObjects('b', { prefix: '', limit: 99 })).map(({ key }) => key)).toEqual(['k', ...kept]);
    for (const key of kept) await index.removeObject({ bucket: 'b', key });

    rmSync(ballast);
    await index.commitObject({ bucket: 'b', key: 'k' }, entry(1024 * 1024, 'new'));
    await index.commitObject({ bucket: 'b', key: 'l' }, entry(1000, 'new'), () => undefined);
    expect(asText(await index.findObject({ bucket: 'b', key: 'k' }))).toEqual(asText(entry(1024 * 1024, 'new')));
    await index.close();
    const again = await LmdbObjectIndex.open(join(directory, 'index'));
    expect(asText(await again.findObject({ bucket: 'b', key: 'l' }))).toEqual(asText(entry(1000, 'new')));
    await again.close();
  });

  it('no failed commit ends the process, however few of its promises are listened to', async () => {
    const stray: unknown[] = [];
    const listener = (reason: unknown): void => { stray.push(reason); };
    process.on('unhandledRejection', listener);
    const index = await LmdbObjectIndex.open(join(directory, 'index'));
    await index.createBucket({ name: 'b', record: Buffer.alloc(0) });
    let failure: unknown;
    for (let i = 0; failure === undefined && i < 2000; i += 1) {
      failure = await index.commitObject({ bucket: 'b', key: `k${String(i)}` }, entry(20_000, 'x')).then(() => undefined, (reason: unknown) => reason);
    }
    expect(failure).toEqual(full('index'));
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    expect(stray).toEqual([]);
    process.off('unhandledRejection', listener);
    await index.close();
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
