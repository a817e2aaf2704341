import { spawnSync } from 'node:child_process';

/** What builds images, in the order in which they are looked for. */
export const BUILDERS = ['buildah', 'podman', 'docker'];

function isThere(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** The builder that was asked for, or the first that is on this machine. Throws an error that says what to install. */
export function chooseBuilder(asked, isInstalled = isThere) {
  if (asked !== undefined && !BUILDERS.includes(asked)) throw new Error(`--builder: ${asked} is not one of ${BUILDERS.join(', ')}`);
  const found = (asked === undefined ? BUILDERS : [asked]).find((name) => isInstalled(name));
  if (found === undefined) throw new Error(`--builder: ${asked ?? `none of ${BUILDERS.join(', ')}`} is on this machine; install one of them`);
  return found;
}

/**
 * The command that builds one image. Every file and the image itself are dated `epoch` (seconds), so that what is built twice is one image; docker does so from
 * buildx 0.10 on.
 */
export function buildCommand(builder, { image, base, containerfile, context, epoch }) {
  const common = ['--file', containerfile, '--tag', image, ...(base === undefined ? [] : ['--build-arg', `BASE=${base}`])];
  if (builder === 'docker') return ['docker', 'buildx', 'build', ...common, '--build-arg', `SOURCE_DATE_EPOCH=${epoch}`, '--provenance=false', '--output', 'type=docker,rewrite-timestamp=true', context];
  return [builder, 'build', ...common, '--timestamp', String(epoch), ...(builder === 'podman' ? ['--quiet'] : []), context];
}
