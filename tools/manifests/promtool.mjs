import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/** Whether this machine has promtool (Debian's package prometheus brings it). */
export const hasPromtool = () => spawnSync('promtool', ['--version'], { stdio: 'ignore' }).status === 0;

/**
 * Has promtool parse the expressions of dashboards, check the rules of a PrometheusRule, and run the unit tests of `tests`, a folder with a file
 * for each alert that names `alerts.yaml` as its rules. Gives what is wrong, a text each.
 */
export function promtoolMistakes({ groups, expressions }, tests, cache) {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'promtool-'));
  try {
    writeFileSync(join(folder, 'alerts.yaml'), stringify({ groups }));
    writeFileSync(join(folder, 'dashboards.yaml'), stringify({ groups: [{ name: 'dashboards', rules: expressions.map(asRecord) }] }));
    cpSync(tests, folder, { recursive: true });
    const files = readdirSync(tests).sort();
    return [...promtool(['check', 'rules', 'alerts.yaml', 'dashboards.yaml'], folder), ...promtool(['test', 'rules', ...files], folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Grafana puts a duration for the variable in brackets; one in quotes is as good as any text. */
const asRecord = (expression, index) => ({ record: `panel:${index}`, expr: expression.replaceAll('$__rate_interval', '5m') });

function promtool(args, cwd) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd, encoding: 'utf8' });
  return status === 0 ? [] : [`promtool ${args.slice(0, 2).join(' ')}: ${(stdout + stderr).trim()}`];
}

/** Alerts that no file of `tests` tests, or that it does not show both to fire and to be quiet; and files without an alert. */
export function untested(groups, tests) {
  const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined).map(({ alert }) => alert);
  const files = existsSync(tests) ? readdirSync(tests).map((name) => name.replace(/\.yaml$/, '')) : [];
  return [
    ...alerts.flatMap((name) => (files.includes(name) ? oneSided(name, parse(readFileSync(join(tests, `${name}.yaml`), 'utf8'))) : [`${name} has no test`])),
    ...files.filter((name) => !alerts.includes(name)).map((name) => `${name} is tested, and there is no such alert`),
  ];
}

function oneSided(name, { tests }) {
  const counts = tests.flatMap((test) => test.alert_rule_test).filter(({ alertname }) => alertname === name).map(({ exp_alerts: expected }) => expected.length);
  return [...(counts.some((count) => count > 0) ? [] : [`no test shows that ${name} fires`]), ...(counts.includes(0) ? [] : [`no test shows that ${name} is quiet`])];
}
