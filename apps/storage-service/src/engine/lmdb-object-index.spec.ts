import { tempDir } from '@coffer/testing';
import { LmdbObjectIndex } from './lmdb-object-index.js';
import { describeObjectIndex } from './object-index.contract.js';

describeObjectIndex('LmdbObjectIndex', async () => {
  const directory = tempDir();
  const index = await LmdbObjectIndex.open(directory);
  const reopen = async (): Promise<LmdbObjectIndex> => {
    await index.close();
    return LmdbObjectIndex.open(directory);
  };
  return { index, reopen };
});
