import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { tempDir } from '@coffer/testing';
import { stringify } from 'yaml';

/** What an expression over exports of a module gives: Jest does not load the workspace's `.mjs` files. */
function run(module: string, expression: string): unknown {
  const script = `import * as m from './${module}.mjs'; let out; try { out = ${expression}; } catch (error) { out = { error: error.message }; } console.log(JSON.stringify(out));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: import.meta.dirname, encoding: 'utf8' }));
}

describe('metrics of an expression', () => {
  it.each<[string, string, { name: string; labels: string[] }[]]>([
    ['a name', 'up == 0', [{ name: 'up', labels: [] }]],
    ['matchers, with braces and names in their texts', 'a{x="y{z}", n=~"b|c"} > 1', [{ name: 'a', labels: ['x', 'n'] }]],
    ['functions, ranges and groupings', 'histogram_quantile(0.99, sum by (le, op) (rate(a_bucket[5m]))) > 1e3', [{ name: 'a_bucket', labels: [] }]],
    ['vector matching', 'a / on (pod) group_left (node) b offset 5m', [{ name: 'a', labels: [] }, { name: 'b', labels: [] }]],
    ['words of the language', 'a and b or absent(c) unless d > bool 1', ['a', 'b', 'c', 'd'].map((name) => ({ name, labels: [] }))],
    ["Grafana's variables", 'rate(a{n=~"$namespace"}[$__rate_interval])', [{ name: 'a', labels: ['n'] }]],
    ['a grouping that comes last', 'sum(rate(a[5m])) by (code)', [{ name: 'a', labels: [] }]],
  ])('reads %s', (_title, expression, expected) => {
    expect(run('promql', `m.metricsIn(${JSON.stringify(expression)})`)).toEqual(expected);
  });
});

describe('names of the documentation', () => {
  it('takes settings from the tables only', () => {
    const page = 'Set `COFFER_OLD`.\n| setting |\n|---|\n| `COFFER_A` or `COFFER_A_FILE` | as `COFFER_B` | - |\n';
    expect(run('known-names', `[...m.settingsOf(${JSON.stringify(page)})]`)).toEqual(['COFFER_A', 'COFFER_A_FILE']);
  });

  it('takes metrics with the labels of both tables, the series of histograms, and those of the process', () => {
    const page = '| `coffer_a_total` | counter | `x` | . | . |\n| `coffer_a_total` | counter | `y` | . | . |\n| `coffer_b_seconds` | histogram | - | . | . |\n\n## Of the process\n`process_open_fds`\n';
    expect(run('known-names', `[...m.metricsOf(${JSON.stringify(page)})].map(([name, labels]) => [name, labels && [...labels]])`)).toEqual([
      ['coffer_a_total', ['x', 'y']],
      ['coffer_b_seconds_bucket', ['le']],
      ['coffer_b_seconds_sum', []],
      ['coffer_b_seconds_count', []],
      ['process_open_fds', null],
    ]);
  });

  it('takes the headings below Alerts, and none after them', () => {
    expect(run('known-names', `[...m.alertsOf(${JSON.stringify('### No\n\n## Alerts\n\n### Coffer Down, now\n\n## More\n\n### No\n')})]`)).toEqual([['Coffer Down, now', 'coffer-down-now']]);
  });
});

/** A zip archive of these files, deflated or stored. */
function zip(files: Readonly<Record<string, string>>, method: number): Buffer {
  const heads: Buffer[] = [];
  const bodies: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = method === 8 ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30 + name.length + 4);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    // Longer than the directory's own, which is none.
    local.writeUInt16LE(4, 28);
    local.write(name, 30);
    const row = Buffer.alloc(46 + name.length);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(method, 10);
    row.writeUInt32LE(bytes.length, 20);
    row.writeUInt16LE(name.length, 28);
    row.writeUInt32LE(offset, 42);
    row.write(name, 46);
    heads.push(row);
    bodies.push(local, bytes);
    offset += local.length + bytes.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(heads.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...heads, end]);
}

describe('a file of a zip archive', () => {
  const files = { first: 'one', 'folder/second': 'two '.repeat(1_000) };
  const fileOf = (archive: Buffer, name: string): unknown => run('zip', `m.fileOfZip(Buffer.from('${archive.toString('base64')}', 'base64'), '${name}').toString()`);

  it.each([0, 8])('is read whole by method %d', (method) => {
    expect(Object.fromEntries(Object.keys(files).map((name) => [name, fileOf(zip(files, method), name)]))).toEqual(files);
  });

  it.each<[string, Buffer, string, string]>([
    ['a name that is not there', zip(files, 8), 'third', 'the zip archive has no third'],
    ['what is no archive', Buffer.from('nothing'), 'first', 'this is no zip archive'],
    ['another method', zip(files, 12), 'first', 'the zip archive uses method 12, which is not known here'],
    ['a directory that lies elsewhere', Buffer.concat([Buffer.from('more'), zip(files, 8)]), 'first', 'the directory of the zip archive is broken'],
  ])('refuses %s', (_title, archive, name, error) => {
    expect(fileOf(archive, name)).toEqual({ error });
  });
});

describe('tests of alerts', () => {
  const tested = (name: string, ...counts: number[]): [string, unknown] => [name, { tests: [{ alert_rule_test: counts.map((count) => ({ alertname: name, exp_alerts: Array(count).fill({}) })) }] }];

  it('must be there for each alert, and show both sides', () => {
    const folder = join(tempDir(), 'tests');
    mkdirSync(folder);
    for (const [name, content] of [tested('Whole', 0, 1), tested('Loud', 1), tested('Quiet', 0), tested('Gone', 0, 1)]) writeFileSync(join(folder, `${name}.yaml`), stringify(content));
    const groups = [{ rules: ['Whole', 'Loud', 'Quiet', 'Untested'].map((alert) => ({ alert })) }];
    expect(run('promtool', `m.untested(${JSON.stringify(groups)}, ${JSON.stringify(folder)})`)).toEqual([
      'no test shows that Loud is quiet',
      'no test shows that Quiet fires',
      'Untested has no test',
      'Gone is tested, and there is no such alert',
    ]);
  });
});

describe('a view that remembers', () => {
  it('tells the fields that nobody looked at, at any depth, and nothing below them', () => {
    const given = { a: { b: 1, c: { d: 1 } }, list: [{ e: 1 }, { f: 1 }] };
    expect(run('watched', `(() => { const { view, unseen } = m.watched(${JSON.stringify(given)}); view.a.b; view.list.map(({ e }) => e); return unseen(); })()`)).toEqual(['.a.c', '.list[1].f']);
  });
});
