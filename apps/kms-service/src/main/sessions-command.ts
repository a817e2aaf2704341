import { LmdbKeyStore } from '../store/lmdb-key-store.js';
import { StartError } from '@coffer/service';
import { existsSync } from 'node:fs';
import { readKeySettings, storeDirectory } from '../config/settings.js';
import { FileRootKey } from '../keys/file-root-key.js';
import { SERVICE_OWNER } from '../keys/key.js';
import { SESSION_KEY_ALIAS } from '../keys/managed-keys.js';
import { openKeys } from '../keys/open-keys.js';
import { replaceOwnKey } from '../keys/own-keys.js';
import { type Print, USAGE } from './audit-usage.js';
import { ROOT_KEY_SETTING } from './open-service.js';

/**
 * Runs `sessions revoke-all`, also while the service runs: another key takes the session key's place, so that no token that was given before opens any more.
 * kms-service finds that at once, storage-service within a minute, which is how long it takes the KMS's word on a token. The exit code.
 */
export async function sessionsCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>, print: Print): Promise<number> {
  const [what, ...rest] = args;
  if (rest.length > 0 || what !== 'revoke-all') throw new StartError(USAGE);
  const settings = readKeySettings(env);
  const directory = storeDirectory(settings);
  if (!existsSync(directory)) throw new StartError(`COFFER_DATA_DIR: there are no keys in ${directory}`);
  const rootKey = FileRootKey.open(ROOT_KEY_SETTING, settings.rootKeyFile);
  const store = LmdbKeyStore.open(directory);
  try {
    const keys = await openKeys(store, rootKey, settings, ROOT_KEY_SETTING);
    const replaced = await replaceOwnKey(keys.table, SERVICE_OWNER, SESSION_KEY_ALIAS).finally(() => { keys.close(); });
    await print(replaced ? 'every session that was given before now is revoked\n' : 'no session was given yet\n');
    return 0;
  } finally {
    rootKey.close();
    await store.close();
  }
}
