import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const workspace = join(import.meta.dirname, '../..');
const STAMP = join(workspace, 'node_modules/.cache/coffer/built');
const SOURCES = ['{libs,apps}/*/src/**/*.ts', '{libs,apps}/*/package.json', '.swcrc', 'package-lock.json'];

/** What a build is made from: every source's name, size and time. */
export function fingerprint() {
  const hash = createHash('sha256');
  for (const file of globSync(SOURCES, { cwd: workspace }).sort()) {
    const { size, mtimeMs } = statSync(join(workspace, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Whether everything was built from the sources as they are, and is there. */
export function isFresh() {
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== fingerprint()) return false;
  return globSync('{libs,apps}/*/project.json', { cwd: workspace }).every((project) => existsSync(join(workspace, dirname(project), 'dist')));
}

/** Says so of a build that has just ended; `before` is the fingerprint before it. */
export function stamp(before) {
  if (before !== fingerprint()) return;
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, before);
}
