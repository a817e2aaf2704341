import { StartError } from '@coffer/service';
import type { KeyStore } from '../store/key-store.js';
import { AccessRevision } from './access-revision.js';
import { GrantTable } from './grant-table.js';
import { GrantTokens } from './grant-tokens.js';
import type { Place } from './key.js';
import { KeyTable } from './key-table.js';
import type { RootKey } from './root-key.js';
import { SealedRows } from './sealed-rows.js';
import { RootKeyMismatch, storeKey } from './store-key.js';

/** The tables of a store that a root key guards. */
export interface OpenKeys {
  readonly table: KeyTable;
  readonly grants: GrantTable;
  readonly tokens: GrantTokens;
  /** The seal of the store's rows, for rows that are about no key. */
  readonly rows: SealedRows;
  /** Another one after every change of what keys let callers do. */
  readonly revision: AccessRevision;
  /** Clears the store's key and what was derived from it. */
  close(): void;
}

/** Opens the keys in `store`. A root key that does not fit is a StartError that names `setting`, and nothing was written. */
export async function openKeys(store: KeyStore, rootKey: RootKey, place: Place, setting: string, onRefusedRow?: () => void): Promise<OpenKeys> {
  try {
    const { key, unrotated } = await storeKey(store, rootKey);
    const [rows, tokens, revision] = [new SealedRows(key, onRefusedRow), new GrantTokens(key), new AccessRevision()];
    const close = (): void => {
      rows.close();
      tokens.close();
    };
    return { table: new KeyTable({ place, store, rows, revision, unrotated }), grants: new GrantTable(store, rows, revision), rows, tokens, revision, close };
  } catch (cause) {
    if (!(cause instanceof RootKeyMismatch)) throw cause;
    throw new StartError(`${setting}: this root key does not fit the keys that are kept; give the one that they were made under`, { cause });
  }
}
