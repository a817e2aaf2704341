import { existsSync } from 'node:fs';

import { LmdbAuditLog, tellVerification, verifyAudit } from '@coffer/audit';
import { readSettings, sharedSettings, StartError } from '@coffer/service';

import { auditDirectory, type ChainName } from './open-audit.js';

export const USAGE = [
  'usage: storage-service                                 runs the service',
  '       storage-service audit export [management|data]  prints the audit events, one JSON line each',
  '       storage-service audit verify [management|data]  checks that no event was removed, changed or moved; exits with 2 if one was',
  '       storage-service backup DIR                      copies objects and audit log to DIR, also while the service runs; then back up kms-service',
].join('\n');

/** What `audit verify` exits with when the log was tampered with: told from 1, which is a mistake of ours or of the operator's. */
const TAMPERED = 2;

/** Where a command writes. Resolves when more may be written. */
export type Print = (text: string) => Promise<void>;

const { dataDir, accountId, region } = sharedSettings;

/** Runs `audit export` or `audit verify` on one chain, the management events if none is named, also while the service runs. The exit code. */
export async function auditCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>, print: Print): Promise<number> {
  const [what, chain = 'management', ...rest] = args;
  if (rest.length > 0 || (what !== 'export' && what !== 'verify') || !isChain(chain)) throw new StartError(USAGE);
  const settings = readSettings({ dataDir, accountId, region }, env);
  const directory = auditDirectory(settings, chain);
  if (!existsSync(directory)) throw new StartError(`COFFER_DATA_DIR: there is no audit log in ${directory}`);
  const log = LmdbAuditLog.openToRead(directory, settings);
  try {
    return await (what === 'export' ? exportEvents(log, print) : verify(log, print));
  } finally {
    await log.close();
  }
}

function isChain(text: string): text is ChainName {
  return text === 'management' || text === 'data';
}

async function exportEvents(log: LmdbAuditLog, print: Print): Promise<number> {
  for await (const { lines } of log.groups()) await print(`${lines.join('\n')}\n`);
  return 0;
}

async function verify(log: LmdbAuditLog, print: Print): Promise<number> {
  const verification = await verifyAudit(log);
  const { groups, events, faults } = verification;
  await print(`${tellVerification(verification)}${String(events)} events in ${String(groups)} groups: ${faults.length === 0 ? 'whole' : 'NOT whole'}\n`);
  return faults.length === 0 ? 0 : TAMPERED;
}
