import { rmSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Bench, Suite } from './bench.js';
import { ArgumentError, parseArguments, USAGE, type BenchArguments } from './cli/arguments.js';
import { profileTop } from './cli/profile-top.js';
import { figure, table } from './cli/table.js';
import { LoadClient } from './load/load-client.js';
import { FULL, SMOKE } from './scale.js';
import type { Row } from './stats/row.js';
import { clientSide } from './suites/client-side.js';
import { dataKeys } from './suites/data-keys.js';
import { largeObjects } from './suites/large-objects.js';
import { listing } from './suites/listing.js';
import { memory } from './suites/memory.js';
import { micro } from './suites/micro.js';
import { policies } from './suites/policies.js';
import { smallObjects } from './suites/small-objects.js';

/** Beside the packages, because a temporary directory may lie in memory, where a durable write costs nothing. */
const SCRATCH_DIR = join(import.meta.dirname, '../../../node_modules/.cache/coffer-bench', String(process.pid));
const CLIENT_CPU = 1;
const PROFILE_LINES = 25;

/**
 * `npm run bench`: measures each wanted row, prints the table, writes the rows. A missed target is a result, not a failure: the exit code
 * stays 0. A smoke run judges no target, since its sizes measure nothing.
 */
async function main(): Promise<void> {
  const args = parseArguments(process.argv.slice(2));
  if (args.help) {
    console.log(USAGE);
    return;
  }
  const rows = await measured(args);
  if (args.jsonFile !== undefined) await writeFile(args.jsonFile, `${JSON.stringify(rows, null, 2)}\n`);
  console.log(`\n${table(rows)}`);
  if (args.profileDir !== undefined) await printProfiles(resolve(args.profileDir));
}

async function measured(args: BenchArguments): Promise<Row[]> {
  const suites = [smallObjects, policies, largeObjects, clientSide, dataKeys, memory, listing, ...(args.micro ? [micro] : [])];
  const rows: Row[] = [];
  await mkdir(SCRATCH_DIR, { recursive: true });
  await using client = await LoadClient.start(SCRATCH_DIR, args.pin ? CLIENT_CPU : undefined);
  for (const suite of suites) rows.push(...(await suiteRows(args, client, suite)));
  return rows;
}

async function suiteRows(args: BenchArguments, client: LoadClient, suite: Suite): Promise<Row[]> {
  const wanted = new Set(suite.rows.filter((name) => name.toLowerCase().includes(args.only.toLowerCase())));
  if (wanted.size === 0) return [];
  const rows: Row[] = [];
  const dir = join(SCRATCH_DIR, 'suite');
  await mkdir(dir, { recursive: true });
  try {
    for await (const row of suite.run(benchOf(args, client, dir), wanted)) {
      progress(`${row.name}: ${figure(row.value)} ${row.unit}${row.ratio === null ? '' : `, ratio ${row.ratio.toFixed(2)}`}`);
      rows.push(args.smoke ? { ...row, met: null } : row);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return rows;
}

function benchOf(args: BenchArguments, client: LoadClient, dir: string): Bench {
  return {
    client,
    scale: args.smoke ? SMOKE : FULL,
    rounds: args.rounds,
    dir,
    progress,
    ...(args.pin ? { serverCpu: 0 } : {}),
    ...(args.profileDir === undefined ? {} : { profileDir: resolve(args.profileDir) }),
  };
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function printProfiles(dir: string): Promise<void> {
  for (const name of (await readdir(dir)).filter((file) => file.endsWith('.cpuprofile'))) {
    const costs = await profileTop(join(dir, name), PROFILE_LINES);
    console.log([`\n${name}`, ...costs.map((cost) => `${(cost.share * 100).toFixed(1).padStart(5)} %  ${cost.name}`)].join('\n'));
  }
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
process.once('exit', () => {
  rmSync(SCRATCH_DIR, { recursive: true, force: true });
});
try {
  await main();
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
