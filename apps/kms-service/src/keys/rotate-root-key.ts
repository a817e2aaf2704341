import type { KeyStore, Row, Table } from '../store/key-store.js';
import type { Material, Place } from './key.js';
import { decodeKey, encodeKey } from './key-record.js';
import { RootKeyError, type RootKey } from './root-key.js';
import { SealedRowError, SealedRows } from './sealed-rows.js';
import { rootKeyFits, STORE_KEY_NAME, STORE_KEY_ROW } from './store-key.js';

/** Keys that are read at once while the rotation is prepared. */
const KEYS_PER_READ = 500;

/** A root key cannot be put in the other's place. Nothing has changed. */
export class RotationRefused extends Error {
  override readonly name = 'RotationRefused';
}

/** How many keys were wrapped anew, and how many materials they have. */
export interface Rotated {
  readonly keys: number;
  readonly materials: number;
}

/** Of two root keys, which opens the store: `both` means that they are the same. */
export type Fit = 'from' | 'to' | 'both' | 'neither';

/** Tells where a rotation stands. */
export async function fitOf(store: KeyStore, from: RootKey, to: RootKey): Promise<Fit> {
  const [isFrom, isTo] = [await rootKeyFits(store, from), await rootKeyFits(store, to)];
  if (isFrom && isTo) return 'both';
  if (isFrom) return 'from';
  return isTo ? 'to' : 'neither';
}

/**
 * Wraps under `to` all that is wrapped under `from`, which must fit: the store's key and every material of every key. What these seal stays as it is, and so do
 * all ciphertexts.
 *
 * First everything is unwrapped and wrapped anew, in memory: some 300 bytes for a material. Then one commit puts it in its place, so that the store is under one
 * root key or the other at every moment. Throws RotationRefused if a row or a material does not open, or was added in the meantime.
 */
export async function rotateRootKey(store: KeyStore, place: Place, from: RootKey, to: RootKey): Promise<Rotated> {
  const plan = await prepare(store, place, from, to);
  try {
    const tables: readonly Table[] = ['meta', 'key'];
    const rows = await store.rewrite(tables, (table, row) => (table === 'key' ? renewedKey(plan, place, row) : renewedMeta(plan, row)));
    return { keys: rows - 1, materials: plan.wrapped.size };
  } finally {
    plan.rows.close();
  }
}

function renewedMeta({ kept, storeKey }: Plan, { id, value }: Row): Buffer | undefined {
  if (id !== STORE_KEY_ROW) return undefined;
  if (!value.equals(kept)) throw new RotationRefused('another rotation was faster');
  return storeKey;
}

function renewedKey({ rows, wrapped }: Plan, place: Place, row: Row): Uint8Array | undefined {
  const key = openKey(rows, place, row);
  const [first, ...others] = key.materials.map((material) => renewedMaterial(wrapped, row.id, material));
  if (first === undefined) return undefined;
  return rows.change('key', row.id, row.value, encodeKey({ ...key, materials: [first, ...others] })).value ?? undefined;
}

function renewedMaterial(wrapped: Plan['wrapped'], keyId: string, material: Material): Material {
  const { id } = material;
  const fresh = wrapped.get(`${keyId}/${id}`);
  if (fresh === undefined) throw new RotationRefused('a key was made in the meantime; stop what makes keys and begin again');
  return { ...material, wrapped: Buffer.from(fresh, 'latin1') };
}

/** Everything as `to` wraps it. The caller closes the rows. */
interface Plan {
  readonly rows: SealedRows;
  /** The store's key as it was found, and as it is to be. */
  readonly kept: Buffer;
  readonly storeKey: Buffer;
  /** By key and material id, a character for a byte: small buffers would hold on to the pools that they were cut from. */
  readonly wrapped: ReadonlyMap<string, string>;
}

async function prepare(store: KeyStore, place: Place, from: RootKey, to: RootKey): Promise<Plan> {
  const kept = await store.get('meta', STORE_KEY_ROW);
  if (kept === undefined) throw new RotationRefused('there is nothing to rotate');
  const storeKey = await from.unwrap(STORE_KEY_NAME, kept);
  const plan = { rows: new SealedRows(storeKey), kept, storeKey: await to.wrap(STORE_KEY_NAME, storeKey), wrapped: new Map<string, string>() };
  try {
    for await (const row of keyRows(store)) {
      for (const material of openKey(plan.rows, place, row).materials) plan.wrapped.set(`${row.id}/${material.id}`, (await rewrap(row.id, material, from, to)).toString('latin1'));
    }
    return plan;
  } catch (error) {
    plan.rows.close();
    throw error;
  }
}

async function* keyRows(store: KeyStore): AsyncGenerator<Row> {
  for (let after = ''; ;) {
    const rows = await store.list('key', '', after, KEYS_PER_READ);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

function openKey(rows: SealedRows, place: Place, { id, value }: Row): ReturnType<typeof decodeKey> {
  try {
    return decodeKey(place, id, rows.open('key', id, value));
  } catch (cause) {
    if (cause instanceof SealedRowError) throw new RotationRefused(`the row of key ${id} does not open`, { cause });
    throw cause;
  }
}

async function rewrap(keyId: string, { id: materialId, wrapped }: Material, from: RootKey, to: RootKey): Promise<Buffer> {
  try {
    using material = await from.unwrap({ keyId, materialId }, wrapped);
    return await to.wrap({ keyId, materialId }, material);
  } catch (cause) {
    if (cause instanceof RootKeyError) throw new RotationRefused(`a material of key ${keyId} does not open under the root key`, { cause });
    throw cause;
  }
}
