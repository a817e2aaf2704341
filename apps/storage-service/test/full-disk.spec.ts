import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterTests, collect, tempDir } from '@coffer/testing';
import { FileBodyStore } from '../src/engine/file-body-store.js';

const run = promisify(execFile);

/** What the process on the full disk saw; an outcome is `done` or the refusal. */
interface Seen {
  readonly outcomes: readonly unknown[];
  readonly guarded: unknown;
  readonly inTurn: unknown;
  readonly larger: unknown;
  readonly guardedAgain: unknown;
  readonly old: number;
  readonly listed: readonly string[];
  readonly sizes: readonly number[];
}

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
const full = (what: string): unknown => expect.objectContaining({ name: 'StorageError', code: 'ServiceUnavailable', message: expect.stringMatching(`The disk that holds the ${what} is full`) as string, retryAfterSeconds: expect.any(Number) as number });

/** A user who may not mount a disk says so in the report; root always may. */
const describeOnDisk = (title: string, body: (directory: string) => void): void => {
  if (disk !== undefined) describe(title, () => { body(disk); });
  else it(`${title}: not tried, since this user may not mount a small one`, () => { expect(process.getuid?.()).not.toBe(0); });
};

describeOnDisk('on a full disk', (directory) => {
  afterEach(() => {
    rmSync(join(directory, 'index'), { recursive: true, force: true });
  });

  it('the index refuses the change, keeps what it has, lives on, and goes on when there is room', async () => {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'support/fill-index.mjs'), join(import.meta.dirname, '../dist'), directory]);
    const seen = JSON.parse(stdout) as Seen;
    const refused = seen.outcomes.filter((outcome) => outcome !== 'done');
    expect(refused.length).toBeGreaterThan(8);
    for (const outcome of [...refused, seen.guarded, seen.inTurn]) expect(outcome).toEqual(full('index'));
    expect(seen.old).toBe(10_000);
    expect(seen.listed).toHaveLength(1 + seen.outcomes.length - refused.length);
    expect([seen.larger, seen.guardedAgain, ...seen.sizes]).toEqual(['done', 'done', 1024 * 1024, 1000]);
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
