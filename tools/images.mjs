/**
 * Builds the images of the apps: `npm run images`, or `npm run images -- kms-service` for one.
 *
 *     --tag TAG          what comes after the colon; the workspace's version
 *     --prefix PREFIX    what comes before the app's name; localhost/coffer
 *     --base IMAGE       the image that Node is taken from, by tag or digest; what the Containerfile says
 *     --builder NAME     buildah, podman or docker; the first that is there
 *     --context FOLDER   where what goes into the images is laid out, and left; else a temporary folder
 *
 * Nothing is fetched while an image is built: what goes in comes out of node_modules, which npm ci filled by the lock file. Files are dated by
 * SOURCE_DATE_EPOCH, or by the last commit, so that the same commit gives the same image.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildCommand, chooseBuilder } from './images/builders.mjs';
import { pack, packPages } from './images/pack.mjs';

const root = join(import.meta.dirname, '..');
const APPS = ['kms-service', 'storage-service', 'cluster-init', 'console'];
/** Those that are files for a browser, and no process. */
const PAGES = ['console'];

function epochOf(env) {
  if (env.SOURCE_DATE_EPOCH) return Number(env.SOURCE_DATE_EPOCH);
  return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }));
}

function run([command, ...args]) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} failed: ${[command, ...args].join(' ')}`);
}

function main() {
  const options = { tag: { type: 'string' }, prefix: { type: 'string', default: 'localhost/coffer' }, base: { type: 'string' }, builder: { type: 'string' }, context: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const apps = positionals.length === 0 ? APPS : positionals;
  const unknown = apps.find((app) => !APPS.includes(app));
  if (unknown !== undefined) throw new Error(`${unknown} is not one of ${APPS.join(', ')}`);
  const tag = values.tag ?? JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  const builder = chooseBuilder(values.builder);
  const epoch = epochOf(process.env);
  run(['npm', 'run', '--silent', 'build']);
  const folder = values.context ?? mkdtempSync(join(tmpdir(), 'coffer-images-'));
  try {
    for (const app of apps) {
      const context = join(folder, app);
      if (PAGES.includes(app)) packPages(root, app, context);
      else pack(root, app, context, `linux-${process.arch}`);
      const image = `${values.prefix}/${app}:${tag}`;
      run(buildCommand(builder, { image, base: values.base, containerfile: join(root, 'apps', app, 'Containerfile'), context, epoch }));
      process.stdout.write(`${image}\n`);
    }
  } finally {
    if (values.context === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
