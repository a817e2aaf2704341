import { StorageError } from '../errors/storage-error.js';
import type { ObjectIndex } from './object-index.js';
import { BUCKET, name, inline, id, upload, part } from './object-index.samples.contract.js';

/** Buckets: created once, removed only when empty, races included. `index` is the one of the test under way. */
export function describeBuckets(index: () => ObjectIndex): void {
  describe('buckets', () => {
    const put = async (...names: string[]): Promise<void> => {
      await Promise.all(names.map((key) => index().commitObject(name(key), inline(key))));
    };

    it('finds what was created, and only that', async () => {
      expect(await index().findBucket(BUCKET)).toEqual({ name: BUCKET, record: Buffer.from('about notes') });
      expect(await index().findBucket('note')).toBeUndefined();
    });

    it('leaves the bucket that exists as it was', async () => {
      expect(await index().createBucket({ name: BUCKET, record: Buffer.from('other') })).toBe(false);
      expect((await index().findBucket(BUCKET))?.record.toString()).toBe('about notes');
    });

    it('lets one of many creators win', async () => {
      const made = await Promise.all(Array.from({ length: 20 }, (_, i) => index().createBucket({ name: 'race', record: Buffer.of(i) })));
      expect(made.filter(Boolean)).toHaveLength(1);
      expect((await index().findBucket('race'))?.record).toEqual(Buffer.of(made.indexOf(true)));
    });

    it('lists them by name', async () => {
      for (const other of ['zebra', 'ant', 'notes-2']) await index().createBucket({ name: other, record: Buffer.from(other) });
      expect((await index().listBuckets()).map((bucket) => bucket.name)).toEqual(['ant', 'notes', 'notes-2', 'zebra']);
    });

    it('keeps an empty record', async () => {
      await index().createBucket({ name: 'empty', record: Buffer.alloc(0) });
      expect(await index().findBucket('empty')).toEqual({ name: 'empty', record: Buffer.alloc(0) });
    });

    it('gives a bucket the record that is made of its current one', async () => {
      const seen: string[] = [];
      const made = await index().updateBucket(BUCKET, (current) => { seen.push(current.toString()); return Buffer.from('changed'); });
      expect([made, seen]).toEqual([true, ['about notes']]);
      expect((await index().findBucket(BUCKET))?.record.toString()).toBe('changed');
    });

    it('changes no bucket that is not there', async () => {
      const change = jest.fn(() => Buffer.from('made up'));
      expect(await index().updateBucket('absent', change)).toBe(false);
      expect(change).not.toHaveBeenCalled();
      expect(await index().findBucket('absent')).toBeUndefined();
    });

    it('leaves the record when the change refuses, and tells why', async () => {
      const refuse = () => { throw new StorageError('AccessDenied', 'no'); };
      await expect(index().updateBucket(BUCKET, refuse)).rejects.toMatchObject({ code: 'AccessDenied', message: 'no' });
      expect((await index().findBucket(BUCKET))?.record.toString()).toBe('about notes');
    });

    it('loses none of many changes at a time', async () => {
      await index().createBucket({ name: 'counted', record: Buffer.of(0) });
      const add = (current: Buffer): Buffer => Buffer.of((current[0] ?? 0) + 1);
      expect(await Promise.all(Array.from({ length: 50 }, () => index().updateBucket('counted', add)))).toEqual(Array.from({ length: 50 }, () => true));
      expect((await index().findBucket('counted'))?.record).toEqual(Buffer.of(50));
    });

    it('keeps what a changed bucket holds, and lets objects into it', async () => {
      await put('a');
      const [changed] = await Promise.all([index().updateBucket(BUCKET, () => Buffer.alloc(20_480, 'p')), put('b')]);
      expect(changed).toBe(true);
      expect((await index().findBucket(BUCKET))?.record).toHaveLength(20_480);
      expect((await index().scanObjects(BUCKET, { prefix: '', limit: 10 })).map(({ key }) => key)).toEqual(['a', 'b']);
    });

    it('removes an empty bucket and tells an absent one', async () => {
      expect(await index().removeBucket(BUCKET)).toEqual({ result: 'removed', freed: [] });
      expect(await index().removeBucket(BUCKET)).toEqual({ result: 'absent', freed: [] });
      expect(await index().findBucket(BUCKET)).toBeUndefined();
    });

    it('keeps a bucket that holds an object, with its uploads', async () => {
      await put('a');
      await index().createUpload({ name: upload('u'), record: Buffer.from('r') });
      expect(await index().removeBucket(BUCKET)).toEqual({ result: 'not_empty', freed: [] });
      expect(await index().findUpload(upload('u'))).toBeDefined();
    });

    it('is not kept from removing a bucket by its neighbour, whose name begins alike', async () => {
      await index().createBucket({ name: 'notes-2', record: Buffer.alloc(0) });
      await index().commitObject({ bucket: 'notes-2', key: 'a' }, inline('a'));
      expect((await index().removeBucket(BUCKET)).result).toBe('removed');
      expect(await index().findObject({ bucket: 'notes-2', key: 'a' })).toBeDefined();
    });

    it('frees what its pending uploads hold, however many they are', async () => {
      const count = 40;
      for (let i = 0; i < count; i += 1) {
        await index().createUpload({ name: upload(`k${i}`), record: Buffer.from('r') });
        await index().putPart(upload(`k${i}`), part(1, 'p', id(i)));
      }
      const { result, freed } = await index().removeBucket(BUCKET);
      expect(result).toBe('removed');
      expect(freed.toSorted()).toEqual(Array.from({ length: count }, (_, i) => id(i)));
      await index().createBucket({ name: BUCKET, record: Buffer.alloc(0) });
      expect(await index().scanUploads(BUCKET, { prefix: '', limit: 1000 })).toEqual([]);
    });

    it('either keeps the bucket or refuses the object that is being committed', async () => {
      for (let round = 0; round < 30; round += 1) {
        const bucket = `race-${round}`;
        await index().createBucket({ name: bucket, record: Buffer.alloc(0) });
        const commit = index().commitObject({ bucket, key: 'k' }, inline('k')).then(() => 'kept', (error: unknown) => (error instanceof StorageError ? error.code : error));
        if (round % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
        const [kept, { result }] = await Promise.all([commit, index().removeBucket(bucket)]);
        expect([kept, result]).toEqual(kept === 'kept' ? ['kept', 'not_empty'] : ['NoSuchBucket', 'removed']);
        expect((await index().findObject({ bucket, key: 'k' })) !== undefined).toBe(kept === 'kept');
      }
    });
  });
}
