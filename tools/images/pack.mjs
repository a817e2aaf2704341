import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { closureOf, filesBelow } from './closure.mjs';

/** What a running process reads of a package; licences go along because they ask for it. */
const KEPT = /\.(js|cjs|mjs|json|node|proto|wasm)$|(^|\/)(licen[cs]e|notice)[^/]*$/i;
/** Folders that no running process reads. */
const LEFT_OUT = /(^|\/)(test|tests|__tests__|example|examples|docs|benchmark|benchmarks|bench|dist-types|\.github|node_modules)\//;
/** Of two builds of one package Node takes the first. */
const TWICE = [['dist-cjs', 'dist-es']];

function isKept(root, folder, file) {
  if (!KEPT.test(file) || LEFT_OUT.test(file)) return false;
  return !TWICE.some(([taken, other]) => file.startsWith(`${other}/`) && mainOf(root, folder).includes(taken));
}

function mainOf(root, folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).main ?? '';
}

function copyInto(from, to, file) {
  mkdirSync(dirname(join(to, file)), { recursive: true });
  copyFileSync(join(from, file), join(to, file));
}

/** Natives are of one kind of machine: those that are installed must be for the one that the image is for. */
function assertNative(packages, platform) {
  const natives = packages.filter((folder) => /-(linux|darwin|win32)-/.test(basename(folder)));
  const fits = (folder) => basename(folder).includes(`-${platform}`) && !basename(folder).endsWith('-musl');
  const wrong = natives.find((folder) => !fits(folder));
  if (wrong !== undefined) throw new Error(`${wrong} is not for ${platform}; run npm ci --os=linux --cpu=${platform.split('-')[1]} --libc=glibc`);
}

/** Built pages that an app's own process serves: the files of another project, as they are. */
const SERVED = new Map([['storage-service', 'apps/console']]);

/** Lays out in `target`, which is made anew, the files of an app that has no process: what was built, as it is. */
export function packPages(root, app, target) {
  rmSync(target, { recursive: true, force: true });
  cpSync(join(root, 'apps', app, 'dist'), join(target, 'app'), { recursive: true });
}

/**
 * Lays out in `target`, which is made anew, what the image of an app is made of: `packages`, which changes seldom and is a layer of its own, and `app`, which is
 * what we built. Source maps, types, tests and documentation stay out. `platform` is like `linux-x64`.
 */
export function pack(root, app, target, platform) {
  const { projects, packages } = closureOf(root, app);
  assertNative(packages, platform);
  rmSync(target, { recursive: true, force: true });
  for (const folder of packages) {
    for (const file of filesBelow(join(root, folder)).filter((each) => isKept(root, folder, each))) copyInto(join(root, folder), join(target, 'packages', folder), file);
  }
  for (const project of projects) {
    copyInto(join(root, project), join(target, 'app', project), 'package.json');
    for (const file of filesBelow(join(root, project, 'dist')).filter((each) => each.endsWith('.js'))) copyInto(join(root, project, 'dist'), join(target, 'app', project, 'dist'), file);
  }
  const served = SERVED.get(app);
  if (served !== undefined) cpSync(join(root, served, 'dist'), join(target, 'app', served, 'dist'), { recursive: true });
  mkdirSync(join(target, 'app/node_modules/@coffer'), { recursive: true });
  for (const project of projects.filter((each) => each.startsWith('libs/'))) symlinkSync(`../../${project}`, join(target, 'app/node_modules/@coffer', basename(project)));
  if (existsSync(join(root, 'proto'))) cpSync(join(root, 'proto'), join(target, 'app/proto'), { recursive: true, filter: (file) => !/\.(ts|md)$/.test(file) });
  copyInto(root, join(target, 'app'), 'LICENSE');
}
