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

  it('makes its folder for this user only', async () => {
    const directory = join(tempDir(), 'kms');
    await LmdbKeyStore.open(directory).close();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });
});
