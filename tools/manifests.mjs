/**
 * Renders every overlay of deploy/overlays, and every component of deploy/components on top of staging's, and checks what comes out: strict
 * schemas, the rules of tools/manifests/rules, and the tests of alerts where promtool is there. `npm run manifests`, or
 *
 *     node tools/manifests.mjs [--json] FILE...     checks files that are rendered already
 *     node tools/manifests.mjs --rules              prints the names of the rules
 *     --require-promtool                            fails where promtool is missing
 *
 * Prints a line for each mistake and exits with 1, or counts the objects.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkObjects, rules } from './manifests/check-objects.mjs';
import { knownNames } from './manifests/known-names.mjs';
import { findKubectl } from './manifests/kubectl.mjs';
import { hasPromtool, promtoolMistakes, untested } from './manifests/promtool.mjs';
import { readObjects } from './manifests/read-objects.mjs';
import { kustomizations } from './manifests/render.mjs';
import { shownExpressions } from './manifests/rules/monitoring.mjs';

const root = join(import.meta.dirname, '..');
const cache = join(root, 'node_modules/.cache/manifests');
const MONITORING = 'components/monitoring';
const tests = join(root, 'deploy/components/monitoring/tests');
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, rules: { type: 'boolean' }, 'require-promtool': { type: 'boolean' } } });

/** `{ name, objects, findings }` of one manifest; what does not render or is not YAML is a finding as well. */
async function checked({ name, text }, known) {
  try {
    const objects = readObjects(text());
    return { name, objects, findings: await checkObjects(objects, known) };
  } catch (error) {
    return { name, objects: [], findings: [{ rule: 'render', object: '-', what: error.message }] };
  }
}

function testAlerts(objects) {
  const groups = objects.filter(({ kind }) => kind === 'PrometheusRule').flatMap(({ spec }) => spec.groups);
  const expressions = shownExpressions(objects);
  if (!hasPromtool()) {
    process.stdout.write('promtool is not there: alerts are not tested\n');
    return [...untested(groups, tests), ...(values['require-promtool'] ? ['promtool is missing'] : [])];
  }
  const mistakes = [...untested(groups, tests), ...promtoolMistakes({ groups, expressions }, tests, cache)];
  if (mistakes.length === 0) process.stdout.write(`${groups.flatMap((group) => group.rules).length} alerts, as their tests say; ${expressions.length} expressions of the dashboard\n`);
  return mistakes;
}

async function main() {
  const isRendered = positionals.length > 0;
  const manifests = isRendered ? positionals.map((file) => ({ name: file, text: () => readFileSync(file, 'utf8') })) : kustomizations(root, findKubectl(cache), cache);
  if (manifests.length === 0) throw new Error('deploy/overlays holds no overlay');
  const known = knownNames(root);
  const results = [];
  for (const manifest of manifests) results.push(await checked(manifest, known));
  if (values.json) return process.stdout.write(JSON.stringify(Object.fromEntries(results.map(({ name, findings }) => [name, findings]))));
  for (const { name, objects, findings } of results) {
    const lines = findings.map(({ rule, object, what }) => `${name}: ${object}: ${what} [${rule}]\n`);
    process.stdout.write(findings.length === 0 ? `${name}: ${objects.length} objects in order\n` : lines.join(''));
    if (findings.length > 0) process.exitCode = 1;
  }
  if (isRendered) return undefined;
  const monitoring = results.find(({ name }) => name === MONITORING);
  // What the rules refuse already is not handed on.
  for (const mistake of monitoring === undefined || monitoring.findings.length > 0 ? [] : testAlerts(monitoring.objects)) {
    process.stdout.write(`${MONITORING}: ${mistake}\n`);
    process.exitCode = 1;
  }
  return undefined;
}

if (values.rules) process.stdout.write(`${['render', 'schema', ...rules.map(({ name }) => name)].join('\n')}\n`);
else await main();
