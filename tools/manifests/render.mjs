import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const foldersOf = (folder) => (existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'kustomization.yaml'))).sort() : []);

/** The overlay that components are tried on: the one that needs nothing else. */
const TRIED_ON = 'staging';

/**
 * What is rendered: each overlay, and each component on top of the staging overlay. `text` gives the YAML, or throws with what kustomize says;
 * what it only warns of is an error here.
 */
export function kustomizations(root, kubectl, cache) {
  const overlays = foldersOf(join(root, 'deploy/overlays')).map((name) => ({ name: `overlays/${name}`, text: () => kustomize(kubectl, join(root, 'deploy/overlays', name)) }));
  const components = foldersOf(join(root, 'deploy/components')).map((name) => ({ name: `components/${name}`, text: () => tried(root, kubectl, cache, name) }));
  return [...overlays, ...components];
}

function kustomize(kubectl, folder) {
  const { status, stdout, stderr, error } = spawnSync(kubectl, ['kustomize', folder], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0 || stderr !== '') throw new Error((error?.message ?? stderr).trim());
  return stdout;
}

/** A component has no namespace of its own, so that the kustomization that takes it says which. Kustomize takes relative paths only. */
function tried(root, kubectl, cache, component) {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'component-'));
  const path = (to) => JSON.stringify(relative(folder, join(root, 'deploy', to)));
  try {
    writeFileSync(
      join(folder, 'kustomization.yaml'),
      `namespace: coffer-staging\nresources: [${path(`overlays/${TRIED_ON}`)}]\ncomponents: [${path(`components/${component}`)}]\n`,
    );
    return kustomize(kubectl, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
