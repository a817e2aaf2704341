import { tempDir } from '@coffer/testing';
import { openIndexStores } from './index-stores.js';
import { LmdbObjectIndex } from './lmdb-object-index.js';
import { describeObjectIndex } from './object-index.contract.js';
import { BUCKET, inline, name } from './object-index.samples.contract.js';

describeObjectIndex('LmdbObjectIndex', async () => {
  const directory = tempDir();
  const index = await LmdbObjectIndex.open(directory);
  const reopen = async (): Promise<LmdbObjectIndex> => {
    await index.close();
    return LmdbObjectIndex.open(directory);
  };
  return { index, reopen };
});

it('leaves no entry and no tags behind of what was replaced or removed', async () => {
  const directory = tempDir();
  const index = await LmdbObjectIndex.open(directory);
  await index.createBucket({ name: BUCKET, record: Buffer.alloc(0) });
  const tagged = { ...inline('one'), tags: Buffer.from('t') };
  const { id } = await index.commitObject(name('retagged'), inline('one'));
  await index.putTags(name('retagged'), id, tagged.tags);
  await index.removeObject(name('retagged'));
  for (const versioning of ['unversioned', 'enabled', 'suspended', 'suspended'] as const) await index.commitObject(name('k'), tagged, { versioning });
  await index.removeObject(name('k'), { versioning: 'suspended' });
  for (const version of await index.scanVersions(BUCKET, { prefix: '', limit: 9 })) await index.removeVersion(name('k'), version.id);
  await index.close();
  const stores = openIndexStores(directory);
  expect([stores.entries.getKeysCount(), stores.tags.getKeysCount()]).toEqual([0, 0]);
  await stores.root.close();
});
