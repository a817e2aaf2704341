import { COMMIT_ATTEMPTS_MAX } from './keyring.js';
import type { SERVICE_OWNER } from './key.js';
import type { KeyTable } from './key-table.js';

/**
 * Takes the key that a service keeps for itself under `alias` out of use, so that another is made when one is next needed. The old one is kept, disabled. False:
 * there was none.
 */
export async function replaceOwnKey(table: KeyTable, owner: typeof SERVICE_OWNER, alias: string): Promise<boolean> {
  for (let attempt = 0; attempt < COMMIT_ATTEMPTS_MAX; attempt += 1) {
    const found = await table.alias(owner, alias);
    if (found === undefined) return false;
    const key = await table.key(found.record.targetKeyId);
    const disabled = key === undefined ? [] : table.replaceKey(key, { ...key.record, enabled: false });
    if (await table.commit(table.removeAlias(owner, alias, found), disabled)) return true;
  }
  throw new Error('a key was changed by others too often');
}
