import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EventIds, LmdbAuditLog, type AuditParameters } from '@coffer/audit';
import { StartError } from '@coffer/service';
import { ITSELF, SOURCE } from '../access/itself.js';
import { readRotationSettings, storeDirectory, type RotationSettings } from '../config/settings.js';
import { FileRootKey } from '../keys/file-root-key.js';
import { fitOf, rotateRootKey, RotationRefused } from '../keys/rotate-root-key.js';
import type { RootKey } from '../keys/root-key.js';
import { LmdbKeyStore } from '../store/lmdb-key-store.js';
import { type Print, USAGE } from './audit-usage.js';
import { AUDIT_FOLDER, ROOT_KEY_SETTING } from './open-service.js';

/** The setting that names the root key that is to be. */
export const NEW_ROOT_KEY_SETTING = 'COFFER_KMS_NEW_ROOT_KEY_FILE';


interface Rotation {
  readonly settings: RotationSettings;
  readonly store: LmdbKeyStore;
  readonly from: RootKey;
  readonly to: RootKey;
  readonly print: Print;
}

/**
 * Runs `root-key rotate`, while the service is stopped. What was cut off is told by the next run: it finds the store under one root key or the other. The exit
 * code. Throws StartError, having changed nothing.
 */
export async function rootKeyCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>, print: Print): Promise<number> {
  const [what, ...rest] = args;
  if (rest.length > 0 || what !== 'rotate') throw new StartError(USAGE);
  const settings = readRotationSettings(env);
  const directory = storeDirectory(settings);
  if (!existsSync(directory)) throw new StartError(`COFFER_DATA_DIR: there are no keys in ${directory}`);
  const from = FileRootKey.open(ROOT_KEY_SETTING, settings.rootKeyFile);
  const to = FileRootKey.open(NEW_ROOT_KEY_SETTING, settings.newRootKeyFile);
  const store = LmdbKeyStore.open(directory);
  try {
    assertUnused(store, directory);
    await rotate({ settings, store, from, to, print });
    return 0;
  } finally {
    from.close();
    to.close();
    await store.close();
  }
}

/** A process that runs under the former root key would go on wrapping new keys under it. */
function assertUnused(store: LmdbKeyStore, directory: string): void {
  const [pid] = store.usedBy();
  if (pid !== undefined) throw new StartError(`COFFER_DATA_DIR: the keys in ${directory} are in use by process ${String(pid)}; stop kms-service first`);
}

async function rotate(rotation: Rotation): Promise<void> {
  const { store, from, to } = rotation;
  switch (await fitOf(store, from, to)) {
    case 'neither':
      throw new StartError(`${ROOT_KEY_SETTING}: this root key does not fit the keys that are kept; give the one that they were made under`);
    case 'both':
      throw new StartError(`${NEW_ROOT_KEY_SETTING}: this is the root key that is in use already; give another one`);
    case 'to':
      return found(rotation);
    case 'from':
      return replace(rotation);
  }
}

/** The event comes first, so that nothing changes that is not told; a second one says that it has. */
async function replace({ settings, store, from, to, print }: Rotation): Promise<void> {
  await withAudit(settings, async (record) => {
    await record({ step: 'Begin' });
    const { keys, materials } = await rotateRootKey(store, settings, from, to).catch((cause: unknown) => {
      if (cause instanceof RotationRefused) throw new StartError(`COFFER_DATA_DIR: ${cause.message}; nothing was changed`, { cause });
      throw cause;
    });
    await record({ step: 'End', keys, materials });
    await print(`the root key was rotated: ${String(keys)} keys with ${String(materials)} materials are wrapped by ${settings.newRootKeyFile}\n${nextSteps(settings)}`);
  });
}

/** A rotation that was cut off after its commit, or is asked for twice. */
async function found({ settings, print }: Rotation): Promise<void> {
  await withAudit(settings, (record) => record({ step: 'FoundDone' }));
  await print(`the root key was rotated before: the keys are wrapped by ${settings.newRootKeyFile} already\n${nextSteps(settings)}`);
}

function nextSteps({ newRootKeyFile }: RotationSettings): string {
  return [
    'next:',
    `1. set ${ROOT_KEY_SETTING} to ${newRootKeyFile}, or put that file in the place of the former one, and take ${NEW_ROOT_KEY_SETTING} away`,
    '2. start kms-service; its /readyz says root-key: ok',
    '3. make a backup; keep the former root key, apart, as long as you keep backups from before, which open under it only; then destroy it\n',
  ].join('\n');
}

/** Lends what records an event of the rotation in the chain of the log, durably. */
async function withAudit(settings: RotationSettings, work: (record: (parameters: AuditParameters) => Promise<void>) => Promise<void>): Promise<void> {
  const log = LmdbAuditLog.open(join(storeDirectory(settings), AUDIT_FOLDER), settings);
  const ids = new EventIds();
  try {
    await work((parameters) => {
      const time = new Date();
      const eventId = ids.next(time);
      return log.append([{ eventId, time, source: SOURCE, operation: 'RotateRootKey', type: 'AwsServiceEvent', readOnly: false, caller: ITSELF, requestId: eventId, parameters, keyArns: [] }]);
    });
  } finally {
    await log.close();
  }
}
