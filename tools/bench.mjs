import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** `npm run bench`: builds what has changed, then runs the benchmark with the same arguments. */
const root = join(import.meta.dirname, '..');
execFileSync(join(root, 'node_modules/.bin/nx'), ['run-many', '-t', 'build', '--outputStyle=static'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
const { status } = spawnSync(process.execPath, ['--enable-source-maps', join(root, 'apps/bench/dist/main.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
