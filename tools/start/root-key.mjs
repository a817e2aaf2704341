import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { StartError, writePrivateFile } from '@coffer/service';
import { FileRootKey } from '../../apps/kms-service/dist/keys/file-root-key.js';
import { openKeys } from '../../apps/kms-service/dist/keys/open-keys.js';
import { LmdbKeyStore } from '../../apps/kms-service/dist/store/lmdb-key-store.js';

const SETTING = 'COFFER_KMS_ROOT_KEY_FILE';

function holdsKeys(directory) {
  return existsSync(directory) && readdirSync(directory).length > 0;
}

/**
 * Checks that the root key is the one under which the keys that are kept were wrapped. A key that is missing while there are keys is
 * never replaced: a new one would open none of them, and would hide that the old one is lost.
 */
export async function assertRootKeyFits({ rootKeyFile, accountId, region }, storeDirectory, makesMissing) {
  const kept = holdsKeys(storeDirectory);
  if (!existsSync(rootKeyFile)) {
    if (kept) throw new StartError(`${SETTING}: ${rootKeyFile} is missing, and the keys in ${storeDirectory} open with no other root key; put it back`);
    if (!makesMissing) throw new StartError(`${SETTING}: ${rootKeyFile} does not exist`);
    return;
  }
  const rootKey = FileRootKey.open(SETTING, rootKeyFile);
  try {
    if (kept) await openAndClose(storeDirectory, rootKey, { accountId, region });
  } finally {
    rootKey.close();
  }
}

async function openAndClose(directory, rootKey, place) {
  const store = LmdbKeyStore.open(directory);
  try {
    (await openKeys(store, rootKey, place, SETTING)).close();
  } finally {
    await store.close();
  }
}

/** Makes the root key of a first start. */
export function makeRootKey(file) {
  writePrivateFile(file, `coffer-root-key-1:${randomBytes(32).toString('base64')}\n`);
}
