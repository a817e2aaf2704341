import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Whether this machine has promtool (Debian's package prometheus brings it). */
export const hasPromtool = () => spawnSync('promtool', ['--version'], { stdio: 'ignore' }).status === 0;

/**
 * Has promtool check the rules of a PrometheusRule, and run the unit tests of `tests`, a folder with a file for each alert that names
 * `alerts.yaml` as its rules. Gives what is wrong, a text each.
 */
export function promtoolMistakes(groups, tests, cache) {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'promtool-'));
  try {
    writeFileSync(join(folder, 'alerts.yaml'), stringify({ groups }));
    cpSync(tests, folder, { recursive: true });
    const files = readdirSync(tests).sort();
    return [...promtool(['check', 'rules', 'alerts.yaml'], folder), ...promtool(['test', 'rules', ...files], folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function promtool(args, cwd) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd, encoding: 'utf8' });
  return status === 0 ? [] : [`promtool ${args.slice(0, 2).join(' ')}: ${(stdout + stderr).trim()}`];
}

/** Alerts without a file of tests in `tests`, and files without an alert. */
export function untested(groups, tests) {
  const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined).map(({ alert }) => alert);
  const files = existsSync(tests) ? readdirSync(tests).map((name) => name.replace(/\.yaml$/, '')) : [];
  return [...alerts.filter((name) => !files.includes(name)).map((name) => `${name} has no test`), ...files.filter((name) => !alerts.includes(name)).map((name) => `${name} is tested, and there is no such alert`)];
}
