import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterTests, collect, tempDir } from '@coffer/testing';
import { FileBodyStore } from '../src/engine/file-body-store.js';
import { LmdbObjectIndex } from '../src/engine/lmdb-object-index.js';
import type { ObjectEntry } from '../src/engine/object-index.js';

const ROUNDS = 6;
const SMALL_SIZE = 3000;
const LARGE_SIZE = 300_000;

/** The engine as it runs, built to a directory of its own so that no build has to come first. */
function build(): string {
  const project = join(import.meta.dirname, '..');
  const root = join(project, '../..');
  // Within the workspace, where the built files find the packages that they import.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const dist = mkdtempSync(join(cache, 'engine-crash-'));
  afterTests(() => {
    rmSync(dist, { recursive: true, force: true });
  });
  execFileSync(join(root, 'node_modules/.bin/swc'), ['src/engine', 'src/errors', '-d', dist, '--config-file', join(root, '.swcrc'), '--strip-leading-paths', '--quiet'], { cwd: project });
  return dist;
}

/** What the writer said before it was killed: the last acknowledged round of each key, and the versions that must be there. */
interface Acknowledged {
  readonly rounds: ReadonlyMap<string, number>;
  readonly versions: ReadonlySet<string>;
}

/** Lets the writer work for a while, and ends it as a power cut would end a process. */
async function crash(dist: string, data: string, afterMs: number): Promise<Acknowledged> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support/crash-writer.mjs'), dist, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const begun = new Promise<void>((resolve) => child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; resolve(); }));
  const closed = once(child, 'close');
  await begun;
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await closed;
  const complete = output.slice(0, output.lastIndexOf('\n')).split('\n').map((line) => line.split(' ') as [string, string]);
  const removed = new Set(complete.filter(([what]) => what === 'v-').map(([, id]) => id));
  return {
    rounds: new Map(complete.filter(([what]) => !what.startsWith('v')).map(([key, round]) => [key, Number(round)])),
    versions: new Set(complete.filter(([what, id]) => what === 'v+' && !removed.has(id)).map(([, id]) => id)),
  };
}

/** The body of an entry is whole, and says what its summary does. The ids of its bodies. */
async function checkBody(bodies: FileBodyStore, { body, summary }: ObjectEntry): Promise<readonly string[]> {
  const ids = body.kind === 'bodies' ? body.ids : [];
  const bytes = body.kind === 'inline' ? body.bytes : await collect(await bodies.read(ids[0] ?? '', 0, LARGE_SIZE + 1));
  expect(bytes.equals(Buffer.alloc(body.kind === 'inline' ? SMALL_SIZE : LARGE_SIZE, `${summary.toString()};`))).toBe(true);
  return ids;
}

/** All versions are whole, the newest first, and each that was acknowledged is there. The ids of their bodies. */
async function checkVersions(index: LmdbObjectIndex, bodies: FileBodyStore, versions: ReadonlySet<string>): Promise<string[]> {
  const listed = await index.scanVersions('v', { prefix: '', limit: 10_000 });
  expect([...versions].filter((id) => !listed.some((version) => version.id.toString('hex') === id))).toEqual([]);
  const named: string[] = [];
  for (const [at, { key, id, isLatest, isMarker }] of listed.entries()) {
    const before = listed[at - 1];
    expect(isLatest).toBe(before?.key !== key);
    if (before?.key === key) expect(Buffer.compare(before.id, id)).toBe(1);
    const found = await index.findVersion({ bucket: 'v', key }, id);
    expect(found?.kind).toBe(isMarker ? 'marker' : 'object');
    if (found?.kind === 'object') named.push(...(await checkBody(bodies, found)));
    if (isLatest) expect((await index.findObject({ bucket: 'v', key }))?.id).toEqual(isMarker ? undefined : id);
  }
  return named;
}

describe('the engine, killed in the midst of writing', () => {
  it('has every acknowledged object and version, no half of any, and sweeps what nothing names', async () => {
    const [dist, data] = [build(), tempDir()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const acknowledged = await crash(dist, data, 100 + 77 * round);
      expect(acknowledged.rounds.size * acknowledged.versions.size).toBeGreaterThan(0);
      const index = await LmdbObjectIndex.open(join(data, 'index'));
      const bodies = await FileBodyStore.open(join(data, 'bodies'));
      await bodies.sweep((id) => index.namesBody(id));

      const listed = await index.scanObjects('b', { prefix: '', limit: 1000 });
      const named: string[] = [];
      for (const { key, summary } of listed) {
        const entry = await index.findObject({ bucket: 'b', key });
        expect(entry?.record.equals(summary)).toBe(true);
        if (entry !== undefined) named.push(...(await checkBody(bodies, entry)));
      }
      named.push(...(await checkVersions(index, bodies, acknowledged.versions)));
      // What was acknowledged is there, or something newer that was committed but not yet acknowledged. Rounds of one run only count up.
      const rounds = new Map(listed.map(({ key, summary }) => [key, Number(summary.toString().split(' ')[1])]));
      for (const [key, last] of acknowledged.rounds) expect(rounds.get(key)).toBeGreaterThanOrEqual(last);

      const stored = readdirSync(join(data, 'bodies'), { recursive: true, withFileTypes: true }).flatMap((file) => (file.isFile() ? [file.name] : []));
      expect(stored.toSorted()).toEqual(named.toSorted());
      for (const { key, id } of await index.scanVersions('v', { prefix: '', limit: 10_000 })) {
        for (const body of (await index.removeVersion({ bucket: 'v', key }, id)).freed) await bodies.remove(body);
      }
      for (const { key } of listed) for (const id of (await index.removeObject({ bucket: 'b', key })).freed) await bodies.remove(id);
      await index.close();
      await bodies.close();
    }
  });
});
