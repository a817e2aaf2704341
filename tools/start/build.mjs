import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { depConstraints } from '../constraints.mjs';
import { fingerprint, isFresh, stamp } from './freshness.mjs';

const workspace = join(import.meta.dirname, '../..');
/** What runs when Coffer does: the services and whatever they may import. */
const { onlyDependOnLibsWithTags: imported } = depConstraints.find(({ sourceTag }) => sourceTag === 'layer:app');
const SERVED = ['layer:app', ...imported].map((tag) => `tag:${tag}`).join(',');

/**
 * Builds with this checkout's own Nx, which does nothing for what has not changed. Quiet unless it fails. False if it failed, with the
 * reason on standard error, or if `signal` was given.
 */
async function run(signal, projects) {
  const args = [join(workspace, 'node_modules/.bin/nx'), 'run-many', '-t', 'build', '--outputStyle=static', ...projects];
  const child = spawn(process.execPath, args, { cwd: workspace, stdio: ['ignore', 'pipe', 'pipe'], signal });
  const ended = new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0 && !signal.aborted) process.stderr.write(`${output}${errors}the build failed; nothing was started\n`);
  return code === 0 && !signal.aborted;
}

/**
 * Nx writes what it has built before once more, so that for a moment a file is missing: a build that is not needed is not begun, and services that run
 * beside an `npm start`, as in the suites, never meet it.
 */
export async function buildServices(signal) {
  return isFresh() || run(signal, ['-p', SERVED]);
}

export async function buildAll(signal) {
  if (isFresh()) return true;
  const before = fingerprint();
  const isBuilt = await run(signal, []);
  if (isBuilt) stamp(before);
  return isBuilt;
}
