import { StartError } from '@coffer/service';
import type { KeyStore } from '../store/key-store.js';
import type { Place } from './key.js';
import { KeyTable } from './key-table.js';
import type { RootKey } from './root-key.js';
import { SealedRows } from './sealed-rows.js';
import { RootKeyMismatch, storeKey } from './store-key.js';

/** The table of a store that a root key guards. */
export interface OpenKeys {
  readonly table: KeyTable;
  /** Clears the store's key. */
  close(): void;
}

/** Opens the keys in `store`. A root key that does not fit is a StartError that names `setting`, and nothing was written. */
export async function openKeys(store: KeyStore, rootKey: RootKey, place: Place, setting: string): Promise<OpenKeys> {
  try {
    const rows = new SealedRows(await storeKey(store, rootKey));
    return { table: new KeyTable(place, store, rows), close: () => { rows.close(); } };
  } catch (cause) {
    if (!(cause instanceof RootKeyMismatch)) throw cause;
    throw new StartError(`${setting}: this root key does not fit the keys that are kept; give the one that they were made under`, { cause });
  }
}
