import { describeBuckets } from './object-index.buckets.contract.js';
import type { ObjectIndex } from './object-index.js';
import { describeObjects } from './object-index.objects.contract.js';
import { BUCKET, filed, id, name, part, upload } from './object-index.samples.contract.js';
import { describeScans } from './object-index.scans.contract.js';
import { describeTags } from './object-index.tags.contract.js';
import { describeUploads } from './object-index.uploads.contract.js';
import { describeVersions } from './object-index.versions.contract.js';

/** What every ObjectIndex keeps to. `create` opens a new, empty index; `reopen` closes it and opens what it left behind. */
export function describeObjectIndex(title: string, create: () => Promise<{ index: ObjectIndex; reopen: () => Promise<ObjectIndex> }>): void {
  describe(`${title} keeps the ObjectIndex contract`, () => {
    let index: ObjectIndex;
    let reopen: () => Promise<ObjectIndex>;

    beforeEach(async () => {
      ({ index, reopen } = await create());
      await index.createBucket({ name: BUCKET, record: Buffer.from('about notes') });
    });
    afterEach(() => index.close());

    const current = (): ObjectIndex => index;
    describeBuckets(current);
    describeObjects(current);
    describeScans(current);
    describeUploads(current);
    describeVersions(current);
    describeTags(current);

    it('finds everything again after it was closed', async () => {
      await index.commitObject(name('k'), { ...filed('a', id(1)), tags: Buffer.from('t') });
      await index.createUpload({ name: upload('u'), record: Buffer.from('r') });
      await index.putPart(upload('u'), part(1, 'p'));
      index = await reopen();
      expect(await index.findBucket(BUCKET)).toBeDefined();
      expect(await index.findObject(name('k'))).toMatchObject({ ...filed('a', id(1)), tags: Buffer.from('t') });
      expect(await index.findPart(upload('u'), 1)).toEqual(part(1, 'p'));
      expect(await index.namesBody(id(1))).toBe(true);
    });
  });
}
