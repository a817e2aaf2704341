/**
 * What `npm test` runs: builds everything, because suites that start real processes start what was built, then every suite. Arguments go
 * to Jest (`npm test -- libs/crypto`).
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildAll } from './start/build.mjs';

const root = join(import.meta.dirname, '..');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());

async function main() {
  if (!(await buildAll(stop.signal))) return 1;
  const jest = spawn(process.execPath, [join(root, 'node_modules/.bin/jest'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  stop.signal.addEventListener('abort', () => jest.kill('SIGTERM'));
  return new Promise((resolve) => jest.once('exit', (code) => resolve(code ?? 1)));
}

process.exit(await main());
