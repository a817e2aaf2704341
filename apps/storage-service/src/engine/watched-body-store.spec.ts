import { join } from 'node:path';

import { collect, tempDir } from '@coffer/testing';

import { FileBodyStore } from './file-body-store.js';
import { WatchedBodyStore } from './watched-body-store.js';

it('counts the bytes that pass, either way', async () => {
  let counted = 0;
  const store = new WatchedBodyStore(await FileBodyStore.open(join(tempDir(), 'bodies')), (size) => { counted += size; });
  const { id } = await store.write([Buffer.alloc(1000), Buffer.alloc(24)]);
  expect(counted).toBe(1024);
  await collect(await store.read(id, 24, 1024));
  expect(counted).toBe(2024);
  await store.close();
});
