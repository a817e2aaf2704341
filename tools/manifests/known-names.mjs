import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = (root, name) => readFileSync(join(root, 'docs', name), 'utf8');

/** What manifests may name, as the documentation has it: settings, metrics with their labels, and the alerts that are told of. */
export function knownNames(root) {
  return { settings: settingsOf(page(root, 'settings.md')), metrics: metricsOf(page(root, 'metrics.md')), alerts: alertsOf(page(root, 'operations.md')) };
}

/** Every COFFER_ name in a first column of docs/settings.md. */
export function settingsOf(markdown) {
  return new Set(rows(markdown).flatMap(([first]) => first.match(/COFFER_[A-Z0-9_]+/g) ?? []));
}

/** Metric name to its labels, of both tables of docs/metrics.md; a name of the process, which is in the text below them, has any. */
export function metricsOf(markdown) {
  const known = new Map();
  for (const [first, type, labels] of rows(markdown)) {
    const name = first.match(/^`(coffer_\w+)`$/)?.[1];
    if (name === undefined) continue;
    const all = new Set([...(known.get(name) ?? []), ...[...labels.matchAll(/`(\w+)`/g)].map((match) => match[1])]);
    if (type !== 'histogram') known.set(name, all);
    else for (const suffix of ['bucket', 'sum', 'count']) known.set(`${name}_${suffix}`, suffix === 'bucket' ? new Set([...all, 'le']) : all);
  }
  for (const [, name] of markdown.slice(markdown.indexOf('\n## Of the process')).matchAll(/`((?:nodejs|process)_\w+)`/g)) {
    known.set(name, undefined);
    if (name === 'nodejs_gc_duration_seconds') for (const suffix of ['bucket', 'sum', 'count']) known.set(`${name}_${suffix}`, undefined);
  }
  return known;
}

/** The headings below `## Alerts`, with the anchor that each has on a page of GitHub's or GitLab's. */
export function alertsOf(markdown) {
  const [, after = ''] = markdown.split(/^## Alerts$/m);
  const section = after.split(/^## /m)[0];
  return new Map([...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => [heading, heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-')]));
}

const rows = (markdown) => markdown.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
