/**
 * Builds everything and runs suites of apps/system-e2e that are not among those of `npm test`: `node tools/run-aside.mjs FOLDER`. Further arguments go to Jest.
 *
 * `npm run e2e:staging`: real clients against a cluster that the staging overlay was applied to.
 *
 *     KUBECTL            the command; kubectl
 *     STAGING_NAMESPACE  coffer-staging
 *     STAGING_S3_URL, STAGING_KMS_URL, STAGING_CONSOLE_URL
 *                        where the doors are reached from here; without them ports are forwarded
 *     STAGING_APPLY      a program that applies a folder; without it `kubectl apply -k`
 *
 * `npm run pictures`: takes the pictures of docs/pictures, by the machine's own Chromium.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildAll } from './start/build.mjs';

const root = join(import.meta.dirname, '..');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());

async function main([folder, ...rest]) {
  if (!(await buildAll(stop.signal))) return 1;
  // One after another: they share one cluster, and some of them take its pods away.
  const args = ['--config', join(root, 'apps/system-e2e', folder, 'jest.config.js'), '--runInBand', ...rest];
  const jest = spawn(process.execPath, [join(root, 'node_modules/.bin/jest'), ...args], { cwd: root, stdio: 'inherit' });
  stop.signal.addEventListener('abort', () => jest.kill('SIGTERM'));
  return new Promise((resolve) => jest.once('exit', (code) => resolve(code ?? 1)));
}

process.exit(await main(process.argv.slice(2)));
