import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterTests, collect, tempDir } from '@coffer/testing';
import { FileBodyStore } from '../src/engine/file-body-store.js';
import { LmdbObjectIndex } from '../src/engine/lmdb-object-index.js';

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

/** Lets the writer work for a while, ends it as a power cut would end a process, and returns the last acknowledged round of each key. */
async function crash(dist: string, data: string, afterMs: number): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support/crash-writer.mjs'), dist, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const begun = new Promise<void>((resolve) => child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; resolve(); }));
  const closed = once(child, 'close');
  await begun;
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await closed;
  const complete = output.slice(0, output.lastIndexOf('\n')).split('\n');
  return new Map(complete.map((line) => line.split(' ')).map(([key = '', round]) => [key, Number(round)]));
}

describe('the engine, killed in the midst of writing', () => {
  it('has every acknowledged object, no half of any, and sweeps what nothing names', async () => {
    const [dist, data] = [build(), tempDir()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const acknowledged = await crash(dist, data, 100 + 77 * round);
      expect(acknowledged.size).toBeGreaterThan(0);
      const index = await LmdbObjectIndex.open(join(data, 'index'));
      const bodies = await FileBodyStore.open(join(data, 'bodies'));
      await bodies.sweep((id) => index.namesBody(id));

      const listed = await index.scanObjects('b', { prefix: '', limit: 1000 });
      const named: string[] = [];
      for (const { key, summary } of listed) {
        const entry = await index.findObject({ bucket: 'b', key });
        expect(entry?.record.equals(summary)).toBe(true);
        const [id] = entry?.body.kind === 'bodies' ? entry.body.ids : [];
        named.push(...(id === undefined ? [] : [id]));
        const body = entry?.body.kind === 'inline' ? entry.body.bytes : await collect(await bodies.read(id ?? '', 0, LARGE_SIZE + 1));
        const size = entry?.body.kind === 'inline' ? SMALL_SIZE : LARGE_SIZE;
        expect(body.equals(Buffer.alloc(size, `${summary.toString()};`))).toBe(true);
      }
      // What was acknowledged is there, or something newer that was committed but not yet acknowledged. Rounds of one run only count up.
      const rounds = new Map(listed.map(({ key, summary }) => [key, Number(summary.toString().split(' ')[1])]));
      for (const [key, last] of acknowledged) expect(rounds.get(key)).toBeGreaterThanOrEqual(last);

      const stored = readdirSync(join(data, 'bodies'), { recursive: true, withFileTypes: true }).flatMap((file) => (file.isFile() ? [file.name] : []));
      expect(stored.toSorted()).toEqual(named.toSorted());
      for (const { key } of listed) for (const id of (await index.removeObject({ bucket: 'b', key })).freed) await bodies.remove(id);
      await index.close();
      await bodies.close();
    }
  });
});
