import { statSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { describeKeyStore } from './key-store.contract.js';
import { LmdbKeyStore } from './lmdb-key-store.js';

describeKeyStore('the LMDB store', () => Promise.resolve(LmdbKeyStore.open(tempDir())));

describe('the LMDB store', () => {
  it('finds everything again when it is opened the next time', async () => {
    const directory = join(tempDir(), 'kms');
    const store = LmdbKeyStore.open(directory);
    await store.commit([{ table: 'key', id: 'a', expected: null, value: Buffer.from('row') }]);
    await store.close();
    const again = LmdbKeyStore.open(directory);
    expect(await again.get('key', 'a')).toEqual(Buffer.from('row'));
    await again.close();
  });

  it('is used by nobody until somebody else reads from it', async () => {
    const directory = tempDir();
    const store = LmdbKeyStore.open(directory);
    expect(store.usedBy()).toEqual([]);
    await store.commit([{ table: 'key', id: 'a', expected: null, value: Buffer.from('row') }]);
    await store.get('key', 'a');
    expect(store.usedBy()).toEqual([process.pid]);
    await store.close();
  });

  it('copies itself as of one moment, while it is written', async () => {
    const [directory, copy] = [tempDir(), tempDir()];
    const store = LmdbKeyStore.open(directory);
    const put = (id: string): Promise<boolean> => store.commit([{ table: 'key', id, expected: null, value: Buffer.alloc(1000, id) }]);
    for (let i = 0; i < 50; i += 1) await put(`before${String(i)}`);
    const [, ...during] = await Promise.all([store.copyTo(copy), ...Array.from({ length: 50 }, (_, i) => put(`during${String(i)}`))]);
    expect(during).toEqual(during.map(() => true));
    const copied = LmdbKeyStore.open(copy);
    expect(await copied.count('key', 'before')).toBe(50);
    await copied.close();
    await store.close();
  });

  it('makes its folder for this user only', async () => {
    const directory = join(tempDir(), 'kms');
    await LmdbKeyStore.open(directory).close();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });
});
