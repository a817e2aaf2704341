import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { depConstraints } from '../constraints.mjs';

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

export const buildServices = (signal) => run(signal, ['-p', SERVED]);
export const buildAll = (signal) => run(signal, []);
