import { Secret } from '@coffer/crypto';
import { StartError } from '@coffer/service';
import { tempDir } from '@coffer/testing';
import { rootKeyFile } from '../../test/test-service.js';
import { LmdbKeyStore } from '../store/lmdb-key-store.js';
import { FileRootKey } from './file-root-key.js';
import type { Key, Place } from './key.js';
import { Materials } from './materials.js';
import { openKeys, type OpenKeys } from './open-keys.js';
import { fitOf, rotateRootKey, RotationRefused } from './rotate-root-key.js';
import type { RootKey } from './root-key.js';
import { RootKeyMismatch } from './store-key.js';

const SETTING = 'COFFER_KMS_ROOT_KEY_FILE';
const PLACE: Place = { accountId: '000000000000', region: 'us-east-1' };

const aRootKey = (): RootKey => FileRootKey.open(SETTING, rootKeyFile());

describe('rotating the root key', () => {
  let store: LmdbKeyStore;
  let [from, to] = [aRootKey(), aRootKey()];
  let keys: OpenKeys;

  beforeEach(async () => {
    [store, from, to] = [LmdbKeyStore.open(tempDir()), aRootKey(), aRootKey()];
    keys = await openKeys(store, from, PLACE, SETTING);
  });

  afterEach(async () => {
    keys.close();
    await store.close();
  });

  /** A key of so many materials, and what they are. */
  async function addKey(id: string, count: number, rootKey = from): Promise<readonly Secret[]> {
    const materials = await Promise.all(Array.from({ length: count }, () => new Materials(rootKey).create(id)));
    const [first, ...others] = materials;
    if (first === undefined) throw new Error('a key has material');
    const key: Key = { id, arn: '', owner: PLACE.accountId, manager: 'CUSTOMER', description: `of ${id}`, createdAt: new Date(5), enabled: id !== 'disabled', tags: [], policy: undefined, materials: [first, ...others.map((material) => ({ ...material, rotation: { at: new Date(6), type: 'AUTOMATIC' as const } }))] };
    expect(await keys.table.commit(keys.table.addKey(key))).toBe(true);
    return Promise.all(materials.map((material) => rootKey.unwrap({ keyId: id, materialId: material.id }, material.wrapped)));
  }

  async function materialsOf(table: OpenKeys['table'], rootKey: RootKey, id: string): Promise<readonly Secret[]> {
    const key = (await table.key(id))?.record;
    return Promise.all((key?.materials ?? []).map((material) => rootKey.unwrap({ keyId: id, materialId: material.id }, material.wrapped)));
  }

  it('leaves every material what it was, under the new root key only, and every other member of a key as it was', async () => {
    const made = new Map<string, readonly Secret[]>();
    for (const [id, count] of [['one', 1], ['three', 3], ['disabled', 1]] as const) made.set(id, await addKey(id, count));
    const before = await keys.table.key('three');
    expect(await rotateRootKey(store, PLACE, from, to)).toEqual({ keys: 3, materials: 5 });
    const after = await openKeys(store, to, PLACE, SETTING);
    for (const [id, secrets] of made) {
      const found = await materialsOf(after.table, to, id);
      expect(found.map((secret, index) => secret.equals(secrets[index] ?? Secret.random()))).toEqual(secrets.map(() => true));
      await expect(materialsOf(after.table, from, id)).rejects.toThrow('does not open');
    }
    const strip = (key: Key | undefined): unknown => key && { ...key, materials: key.materials.map(({ id, rotation }) => ({ id, rotation })) };
    expect(strip((await after.table.key('three'))?.record)).toEqual(strip(before?.record));
    expect((await after.table.key('disabled'))?.record.enabled).toBe(false);
    await expect(openKeys(store, from, PLACE, SETTING)).rejects.toThrow(StartError);
    after.close();
  });

  it('tells which of two root keys opens the store', async () => {
    await addKey('a', 1);
    expect([await fitOf(store, from, to), await fitOf(store, from, from), await fitOf(store, to, from), await fitOf(store, to, aRootKey())]).toEqual(['from', 'both', 'to', 'neither']);
    await rotateRootKey(store, PLACE, from, to);
    expect(await fitOf(store, from, to)).toBe('to');
  });

  it('rotates a store without keys, and back again', async () => {
    expect(await rotateRootKey(store, PLACE, from, to)).toEqual({ keys: 0, materials: 0 });
    expect(await rotateRootKey(store, PLACE, to, from)).toEqual({ keys: 0, materials: 0 });
    expect(await fitOf(store, from, to)).toBe('from');
  });

  it('changes nothing where one material does not open, and names the key', async () => {
    await addKey('good', 1);
    await addKey('other', 1, to);
    const rows = await store.list('key', '', '', 10);
    await expect(rotateRootKey(store, PLACE, from, to)).rejects.toMatchObject({ name: 'RotationRefused', message: 'a material of key other does not open under the root key' });
    expect(await store.list('key', '', '', 10)).toEqual(rows);
    expect(await fitOf(store, from, to)).toBe('from');
  });

  it('changes nothing where one row was touched, and names the key', async () => {
    await addKey('good', 1);
    await addKey('touched', 1);
    const [, row] = await store.list('key', '', '', 10);
    const value = row?.value ?? Buffer.alloc(0);
    await store.commit([{ table: 'key', id: 'touched', expected: value, value: value.with(40, (value[40] ?? 0) ^ 1) }]);
    await expect(rotateRootKey(store, PLACE, from, to)).rejects.toMatchObject({ name: 'RotationRefused', message: 'the row of key touched does not open' });
    expect(await fitOf(store, from, to)).toBe('from');
  });

  it('changes nothing where a key was made between the preparation and the commit', async () => {
    await addKey('a', 1);
    const rewrite = store.rewrite.bind(store);
    jest.spyOn(store, 'rewrite').mockImplementation(async (...args) => {
      await addKey('late', 1);
      return rewrite(...args);
    });
    await expect(rotateRootKey(store, PLACE, from, to)).rejects.toThrow(RotationRefused);
    expect(await fitOf(store, from, to)).toBe('from');
    expect(await materialsOf(keys.table, from, 'late')).toHaveLength(1);
  });

  it('lets nobody who runs under the former root key add a key, which would never open again, and everybody change one', async () => {
    await addKey('a', 1);
    await rotateRootKey(store, PLACE, from, to);
    await expect(addKey('late', 1)).rejects.toThrow(RootKeyMismatch);
    expect(await keys.table.key('late')).toBeUndefined();
    const found = await keys.table.key('a');
    expect(found && (await keys.table.commit(keys.table.replaceKey(found, { ...found.record, enabled: false })))).toBe(true);
    const after = await openKeys(store, to, PLACE, SETTING);
    expect(await materialsOf(after.table, to, 'a')).toHaveLength(1);
    after.close();
  });
});
