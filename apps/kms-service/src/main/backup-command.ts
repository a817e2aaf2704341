import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyAuditLog } from '@coffer/audit';
import { makeWholeDirectory, StartError } from '@coffer/service';
import { readPlaceSettings, storeDirectory } from '../config/settings.js';
import { LmdbKeyStore } from '../store/lmdb-key-store.js';
import { USAGE, type Print } from './audit-usage.js';
import { AUDIT_FOLDER } from './open-service.js';
import { CURSORS_FOLDER } from './open-trail.js';

/** The folder of a backup that is `kms` in a data directory. */
export const BACKUP_FOLDER = 'kms';

/**
 * Runs `backup DIR`, also while the service runs: the keys as of one moment, then the audit log, which has the events of all that was done with them. Neither
 * root key nor settings are copied. The exit code. Throws StartError.
 */
export async function backupCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>, print: Print): Promise<number> {
  const [directory, ...rest] = args;
  if (directory === undefined || directory === '' || rest.length > 0) throw new StartError(USAGE);
  const from = storeDirectory(readPlaceSettings(env));
  if (!existsSync(join(from, 'data.mdb'))) throw new StartError(`COFFER_DATA_DIR: there are no keys in ${from}`);
  const began = new Date();
  await makeWholeDirectory('DIR', directory, (unfinished) => copyAll(from, join(unfinished, BACKUP_FOLDER)));
  await print(`${directory} has the keys and their audit log as of ${began.toISOString()} or a little later; the root key is not in it\n`);
  return 0;
}

/** The streams' cursors come before the log: what they say was delivered is then in it. */
async function copyAll(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  await copyKeys(from, to);
  if (existsSync(join(from, CURSORS_FOLDER))) await cp(join(from, CURSORS_FOLDER), join(to, CURSORS_FOLDER), { recursive: true, filter: (path) => !path.endsWith('.unfinished') });
  if (existsSync(join(from, AUDIT_FOLDER))) await copyAuditLog(join(from, AUDIT_FOLDER), join(to, AUDIT_FOLDER));
}

async function copyKeys(from: string, to: string): Promise<void> {
  const store = LmdbKeyStore.open(from);
  try {
    await store.copyTo(to);
  } finally {
    await store.close();
  }
  await rm(join(to, 'lock.mdb'), { force: true });
}
