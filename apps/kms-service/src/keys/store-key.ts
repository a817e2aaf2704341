import { Secret } from '@coffer/crypto';
import type { Change, KeyStore } from '../store/key-store.js';
import { RootKeyError, type MaterialName, type RootKey } from './root-key.js';

/** Where the store's key is kept, wrapped, in the table `meta`. */
export const STORE_KEY_ROW = 'store-key';

/** What the root key knows the store's key by. */
export const STORE_KEY_NAME: MaterialName = { keyId: 'store', materialId: '0'.repeat(64) };

/** The store's key, and the change by which a commit fails once another root key wraps it. */
export interface StoreKey {
  readonly key: Secret;
  /** Puts the row that is there in its own place. */
  readonly unrotated: Change;
}

/** The store was made under another root key, or has been given one. */
export class RootKeyMismatch extends Error {
  override readonly name = 'RootKeyMismatch';
}

/**
 * The key that seals the store's rows, itself wrapped by the root key, so that it is also the check that the root key fits.
 *
 * Made at the first start. Throws RootKeyMismatch, having written nothing, if the store was made under another root key or has keys and
 * has lost this one: a fresh one in its place would bury them.
 */
export async function storeKey(store: KeyStore, rootKey: RootKey): Promise<StoreKey> {
  const wrapped = await store.get('meta', STORE_KEY_ROW);
  if (wrapped !== undefined) return { key: await unwrapChecked(rootKey, wrapped), unrotated: unchanged(wrapped) };
  const [key] = await store.list('key', '', '', 1);
  if (key !== undefined) throw new RootKeyMismatch('the store holds keys and not the key that seals them');
  const fresh = Secret.random();
  const value = await rootKey.wrap(STORE_KEY_NAME, fresh);
  if (await store.commit([{ table: 'meta', id: STORE_KEY_ROW, expected: null, value }])) return { key: fresh, unrotated: unchanged(value) };
  // Another process opened the store first; its key is the store's.
  fresh[Symbol.dispose]();
  return storeKey(store, rootKey);
}

/** Whether the root key opens the store's key as it is kept now. False as well where there is none. */
export async function rootKeyFits(store: KeyStore, rootKey: RootKey): Promise<boolean> {
  const wrapped = await store.get('meta', STORE_KEY_ROW);
  if (wrapped === undefined) return false;
  try {
    using _key = await unwrapChecked(rootKey, wrapped);
    return true;
  } catch (error) {
    if (error instanceof RootKeyMismatch) return false;
    throw error;
  }
}

function unchanged(value: Buffer): Change {
  return { table: 'meta', id: STORE_KEY_ROW, expected: value, value };
}

async function unwrapChecked(rootKey: RootKey, wrapped: Buffer): Promise<Secret> {
  try {
    return await rootKey.unwrap(STORE_KEY_NAME, wrapped);
  } catch (cause) {
    if (cause instanceof RootKeyError) throw new RootKeyMismatch('the root key is not the one that this store was made under', { cause });
    throw cause;
  }
}
