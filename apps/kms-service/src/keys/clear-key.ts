import type { GrantTable } from './grant-table.js';
import type { KeyTable } from './key-table.js';
import { ALIASES_PER_KEY_MAX } from './quotas.js';

/** Grants that are read at once. */
const GRANTS_AT_ONCE = 1_000;

/** Removes the aliases and grants of a key that is gone, each in a commit of its own. What was removed already is passed over, so it may be begun again. */
export async function clearKey(table: KeyTable, grants: GrantTable, owner: string, keyId: string): Promise<void> {
  for (const name of await table.aliasNamesOf(keyId, '', ALIASES_PER_KEY_MAX)) {
    const alias = await table.alias(owner, name);
    if (alias?.record.targetKeyId === keyId) await table.commit(table.removeAlias(owner, name, alias));
  }
  for (let after: string | undefined = ''; after !== undefined;) {
    const ids: readonly string[] = await grants.ids(keyId, undefined, after, GRANTS_AT_ONCE);
    for (const id of ids) {
      const grant = await grants.grant(keyId, id);
      if (grant !== undefined) await grants.remove(grant);
    }
    after = ids.length < GRANTS_AT_ONCE ? undefined : ids.at(-1);
  }
}
