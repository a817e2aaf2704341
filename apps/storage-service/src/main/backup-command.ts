import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { copyAuditLog } from '@coffer/audit';
import { makeWholeDirectory, StartError } from '@coffer/service';

import { engineDirectory, readPlaceSettings, type StorageSettings } from '../config/settings.js';
import { BodyGone, copyObjects } from '../engine/copy-objects.js';
import { IndexUnusable } from '../engine/index-file.js';
import { BackupRuns } from '../engine/kept-bodies.js';

import { USAGE, type Print } from './audit-command.js';
import { auditDirectory, CURSORS_FOLDER, type ChainName } from './open-audit.js';

type Places = Pick<StorageSettings, 'dataDir' | 'indexUrl' | 'bodiesUrl'>;

const CHAINS: readonly ChainName[] = ['management', 'data'];

/**
 * Runs `backup DIR`, also while the service runs: the objects as of one moment, laid out as a data directory, then what was recorded of them. The keys are
 * kms-service's to back up, afterwards, so that every object has its key. The exit code. Throws StartError.
 */
export async function backupCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>, print: Print): Promise<number> {
  const [directory, ...rest] = args;
  if (directory === undefined || directory === '' || rest.length > 0) throw new StartError(USAGE);
  const places = readPlaceSettings(env);
  const began = new Date();
  let bodies = 0;
  await makeWholeDirectory('DIR', directory, async (unfinished) => {
    bodies = await backUpObjects(places, unfinished);
    for (const chain of CHAINS) await backUpChain(places, unfinished, chain);
  });
  await print(`${directory} has the objects as of ${began.toISOString()} or a little later, with ${String(bodies)} bodies of their own, and the audit log\nnext: kms-service backup, to another directory\n`);
  return 0;
}

async function backUpObjects({ dataDir, indexUrl, bodiesUrl }: Places, to: string): Promise<number> {
  const from = { index: engineDirectory(dataDir, indexUrl, 'index'), bodies: engineDirectory(dataDir, bodiesUrl, 'bodies') };
  const storage = join(to, 'storage');
  await mkdir(storage, { mode: 0o700 });
  return copyObjects(from, { index: join(storage, 'index'), bodies: join(storage, 'bodies') }).catch((cause: unknown) => {
    if (cause instanceof IndexUnusable) throw new StartError(`COFFER_INDEX_URL: ${cause.message}`, { cause });
    if (cause instanceof BackupRuns || cause instanceof BodyGone) throw new StartError(`COFFER_BODIES_URL: ${cause.message}; nothing was backed up`, { cause });
    throw cause;
  });
}

/** The streams' cursors come before the log: what they say was delivered is then in it. */
async function backUpChain({ dataDir }: Places, to: string, chain: ChainName): Promise<void> {
  const [from, copy] = [auditDirectory({ dataDir }, chain), auditDirectory({ dataDir: to }, chain)];
  if (!existsSync(join(from, 'data.mdb'))) return;
  await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
  const cursors = join(from, CURSORS_FOLDER);
  if (existsSync(cursors)) await cp(cursors, join(copy, CURSORS_FOLDER), { recursive: true, filter: (path) => !path.endsWith('.unfinished') });
  await copyAuditLog(from, copy);
}
