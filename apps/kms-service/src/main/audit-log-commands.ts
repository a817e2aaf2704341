import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareChains, LmdbAuditLog, LOOKUP_KEYS, lookUp, tellVerification, verifyAudit, type LookupAttribute } from '@coffer/audit';
import { StartError } from '@coffer/service';
import { readPlaceSettings, storeDirectory, type PlaceSettings } from '../config/settings.js';
import { TAMPERED, USAGE, type Print } from './audit-usage.js';
import { readExport } from './audit-digest-commands.js';
import type { Options } from './command-options.js';
import { AUDIT_FOLDER } from './open-service.js';

type Environment = Readonly<Record<string, string | undefined>>;

const END_OF_TIME = new Date(8.64e13);

/** Prints every event, as it was recorded. */
export async function exportEvents(env: Environment, print: Print): Promise<number> {
  return reading(readPlaceSettings(env), async (log) => {
    for await (const { lines } of log.groups()) await print(`${lines.join('\n')}\n`);
    return 0;
  });
}

/** Prints the events that have an attribute, of one account, in a time; newest first. The index lags a second behind the running service. */
export async function search({ values, flags }: Options, env: Environment, print: Print): Promise<number> {
  const settings = readPlaceSettings(env);
  const query = {
    accountId: values.get('account') ?? settings.accountId,
    category: flags.has('data') ? 'Data' : 'Management',
    attribute: attributeOf(values.get('attribute')),
    from: timeOf('from', values.get('from'), new Date(0)),
    to: timeOf('to', values.get('to'), END_OF_TIME),
  } as const;
  return reading(settings, async (log) => {
    for await (const { line } of lookUp(log, query)) await print(`${line}\n`);
    return 0;
  });
}

/** Follows every chain, and holds the log against exported digests if some are named. */
export async function verify(options: Options, env: Environment, print: Print): Promise<number> {
  const settings = readPlaceSettings(env);
  const isCompared = options.values.has('digests');
  if (isCompared !== options.values.has('public-key')) throw new StartError(USAGE);
  const exported = isCompared ? await readExport(options.values.get('digests') ?? '', options, settings) : undefined;
  return reading(settings, async (log) => {
    const { events, groups, faults, removals } = await verifyAudit(log);
    await print(tellVerification({ faults, removals }));
    const differences = exported === undefined ? [] : await compareChains(log, exported.chains);
    for (const { writer, sequence, what } of differences) await print(`writer ${writer}: group ${String(sequence)}, which the digests have, ${what === 'forgotten' ? 'is not there: the log was cut or put back' : 'is another one'}\n`);
    for (const { name, what } of exported?.faults ?? []) await print(`${name} ${what}\n`);
    const isWhole = faults.length + differences.length + (exported?.faults.length ?? 0) === 0;
    await print(`${String(events)} events in ${String(groups)} groups: ${isWhole ? 'whole' : 'NOT whole'}\n`);
    return isWhole ? 0 : TAMPERED;
  });
}

async function reading(settings: PlaceSettings, work: (log: LmdbAuditLog) => Promise<number>): Promise<number> {
  const directory = join(storeDirectory(settings), AUDIT_FOLDER);
  if (!existsSync(directory)) throw new StartError(`COFFER_DATA_DIR: there is no audit log in ${directory}`);
  const log = LmdbAuditLog.openToRead(directory, settings);
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

function attributeOf(text: string | undefined): LookupAttribute | undefined {
  if (text === undefined) return undefined;
  const at = text.indexOf('=');
  const key = LOOKUP_KEYS.find((known) => known === text.slice(0, at));
  if (key === undefined) throw new StartError(`--attribute: must be KEY=VALUE with a KEY of ${LOOKUP_KEYS.join(', ')}`);
  return { key, value: text.slice(at + 1) };
}

function timeOf(name: string, text: string | undefined, fallback: Date): Date {
  const time = text === undefined ? fallback : new Date(text);
  if (Number.isNaN(time.getTime()) || time.getTime() < 0) throw new StartError(`--${name}: must be a time such as 2026-01-02T03:04:05Z`);
  return time;
}
