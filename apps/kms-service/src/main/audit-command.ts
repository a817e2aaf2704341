import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@coffer/service';
import { LmdbAuditLog, verifyAudit, type AuditFault, type AuditLog } from '@coffer/audit';
import { readPlaceSettings, storeDirectory } from '../config/settings.js';
import { AUDIT_FOLDER } from './open-service.js';

export const USAGE = 'usage: kms-service                  runs the service\n       kms-service audit export     prints the audit events, one JSON line each\n       kms-service audit verify     checks that no event was removed, changed or moved; exits with 2 if one was';

/** What `audit verify` exits with when the log was tampered with: told from 1, which is a mistake of ours or of the operator's. */
const TAMPERED = 2;

/** Where a command writes: `process.stdout`, or a test's own. Resolves when more may be written. */
export type Print = (text: string) => Promise<void>;

/** Runs `audit export` or `audit verify`, also while the service runs. The exit code. */
export async function auditCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>, print: Print): Promise<number> {
  const [what, ...rest] = args;
  if (rest.length > 0 || (what !== 'export' && what !== 'verify')) throw new StartError(USAGE);
  const settings = readPlaceSettings(env);
  const directory = join(storeDirectory(settings), AUDIT_FOLDER);
  if (!existsSync(directory)) throw new StartError(`COFFER_DATA_DIR: there is no audit log in ${directory}`);
  const log = LmdbAuditLog.openToRead(directory, settings);
  try {
    return await (what === 'export' ? exportEvents(log, print) : verify(log, print));
  } finally {
    await log.close();
  }
}

async function exportEvents(log: AuditLog, print: Print): Promise<number> {
  for await (const { lines } of log.groups()) await print(`${lines.join('\n')}\n`);
  return 0;
}

async function verify(log: AuditLog, print: Print): Promise<number> {
  const { events, groups, faults, removals } = await verifyAudit(log);
  for (const { writer, sequence, time, by, eventId } of removals) {
    await print(`writer ${writer}: groups up to ${String(sequence)} were removed by ${by} at ${time} (event ${eventId})\n`);
  }
  for (const fault of faults) await print(faultText(fault));
  await print(`${String(events)} events in ${String(groups)} groups: ${faults.length === 0 ? 'whole' : 'NOT whole'}\n`);
  return faults.length === 0 ? 0 : TAMPERED;
}

const WORDS = {
  missing: 'missing', changed: 'changed', moved: 'not the one that followed here', added: 'beyond the end of the chain', unproven: 'removed, and all before it, and no event says so',
} as const satisfies Record<AuditFault['what'], string>;

/** A line for the group, and one for each record that is known to be wrong. */
function faultText({ writer, sequence, last, what, records }: AuditFault): string {
  const which = last === sequence ? `group ${String(sequence)} is` : `groups ${String(sequence)} to ${String(last)} are`;
  const lines = records.map(({ position, what, eventId }) => `writer ${writer}: group ${String(sequence)}, record ${String(position)} is ${what}${eventId === undefined ? '' : ` (event ${eventId})`}\n`);
  return `writer ${writer}: ${which} ${WORDS[what]}\n${lines.join('')}`;
}
