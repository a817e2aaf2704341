import { StorageError } from '../errors/storage-error.js';
import type { ObjectIndex, UploadName } from './object-index.js';
import { BUCKET, name, filed, id, upload, part, refusal } from './object-index.samples.contract.js';

/** Uploads and parts, up to the moment at which they become an object. `index` is the one of the test under way. */
export function describeUploads(index: () => ObjectIndex): void {
  describe('uploads', () => {
    const keys = async (scan: Partial<Parameters<ObjectIndex['scanObjects']>[1]> = {}): Promise<string[]> =>
      (await index().scanObjects(BUCKET, { prefix: '', limit: 1000, ...scan })).map(({ key }) => key);

    const start = (...names: UploadName[]): Promise<unknown> => Promise.all(names.map((each) => index().createUpload({ name: each, record: Buffer.from(each.key) })));

    it('finds what was created, and only that', async () => {
      await start(upload('k'));
      expect(await index().findUpload(upload('k'))).toEqual({ name: upload('k'), record: Buffer.from('k') });
      expect(await index().findUpload(upload('k', 'u2'))).toBeUndefined();
      expect(await index().findUpload(upload('K'))).toBeUndefined();
      await expect(index().createUpload({ name: { ...upload('k'), bucket: 'gone' }, record: Buffer.alloc(0) })).rejects.toEqual(refusal('NoSuchBucket'));
    });

    it('is no object yet', async () => {
      await start(upload('k'));
      expect(await index().findObject(name('k'))).toBeUndefined();
      expect(await keys()).toEqual([]);
    });

    it('lists by key, then by id', async () => {
      const sorted = [upload('a', '1'), upload('a', '2'), upload('a\0', '0'), upload('a\u0001', '0'), upload('a\u0002', '0'), upload('ab', '0'), upload('\uff61', '0'), upload('\u{10000}', '0')];
      await start(...sorted.toReversed());
      const list = async (scan: object): Promise<UploadName[]> => (await index().scanUploads(BUCKET, { prefix: '', limit: 99, ...scan })).map((entry) => entry.name);
      expect(await list({})).toEqual(sorted);
      expect(await list({ prefix: 'a' })).toEqual(sorted.slice(0, 6));
      expect(await list({ after: { key: 'a', uploadId: '1' } })).toEqual(sorted.slice(1));
      expect(await list({ after: { key: 'a' } })).toEqual(sorted.slice(2));
      expect(await list({ after: { key: 'a\0' }, limit: 2 })).toEqual(sorted.slice(3, 5));
      expect(await list({ prefix: 'b' })).toEqual([]);
    });

    it('keeps parts by number and replaces one of the same number', async () => {
      await start(upload('k'));
      for (const number of [10_000, 2, 1]) expect(await index().putPart(upload('k'), part(number, `p${number}`, id(number)))).toEqual({ freed: [] });
      expect(await index().putPart(upload('k'), part(2, 'again'))).toEqual({ freed: [id(2)] });
      expect(await index().findPart(upload('k'), 2)).toEqual(part(2, 'again'));
      expect(await index().findPart(upload('k'), 10_000)).toEqual(part(10_000, 'p10000', id(10_000)));
      expect(await index().findPart(upload('k'), 3)).toBeUndefined();
      expect(await index().scanParts(upload('k'), { after: 0, limit: 2 })).toEqual([
        { number: 1, record: Buffer.from('p1') },
        { number: 2, record: Buffer.from('again') },
      ]);
      expect((await index().scanParts(upload('k'), { after: 2, limit: 9 })).map(({ number }) => number)).toEqual([10_000]);
    });

    it.each([0, 10_001, 1.5])('has no part %d', async (number) => {
      await start(upload('k'));
      await expect(index().putPart(upload('k'), part(number, 'p'))).rejects.toThrow(RangeError);
    });

    it('keeps the parts of two uploads of one key apart', async () => {
      await start(upload('k', 'u1'), upload('k', 'u10'));
      await index().putPart(upload('k', 'u1'), part(1, 'first'));
      await index().putPart(upload('k', 'u10'), part(1, 'second'));
      expect(await index().scanParts(upload('k', 'u1'), { after: 0, limit: 9 })).toEqual([{ number: 1, record: Buffer.from('first') }]);
      expect((await index().removeUpload(upload('k', 'u1'))).removed).toBe(true);
      expect(await index().findPart(upload('k', 'u10'), 1)).toEqual(part(1, 'second'));
    });

    it('becomes the object, which takes over its bodies; the rest is freed', async () => {
      await start(upload('k'));
      await index().commitObject(name('k'), filed('old', id(9)));
      for (const number of [1, 2, 3]) await index().putPart(upload('k'), part(number, `p${number}`, id(number)));
      const seen = new Map([1, 3].map((number) => [number, Buffer.from(`p${number}`)]));
      const { freed } = await index().completeUpload(upload('k'), filed('whole', id(1), id(3)), seen);
      expect(freed.toSorted()).toEqual([id(2), id(9)]);
      expect(await index().findObject(name('k'))).toMatchObject(filed('whole', id(1), id(3)));
      expect(await Promise.all([1, 2, 3, 9].map((n) => index().namesBody(id(n))))).toEqual([true, false, true, false]);
      expect(await index().findUpload(upload('k'))).toBeUndefined();
      expect(await index().scanParts(upload('k'), { after: 0, limit: 9 })).toEqual([]);
      await expect(index().completeUpload(upload('k'), filed('whole', id(1), id(3)), seen)).rejects.toEqual(refusal('NoSuchUpload'));
      await expect(index().putPart(upload('k'), part(1, 'late', id(7)))).rejects.toEqual(refusal('NoSuchUpload'));
      expect(await index().namesBody(id(7))).toBe(false);
    });

    it('stays as it was when a part has changed, is missing, or the guard refuses', async () => {
      await start(upload('k'));
      await index().putPart(upload('k'), part(1, 'p1', id(1)));
      const complete = (records: Map<number, Buffer>, guard?: () => void): Promise<unknown> => index().completeUpload(upload('k'), filed('whole', id(1)), records, guard && { guard });
      await expect(complete(new Map([[1, Buffer.from('other')]]))).rejects.toEqual(refusal('InvalidPart'));
      await expect(complete(new Map([[2, Buffer.from('p2')]]))).rejects.toEqual(refusal('InvalidPart'));
      const refuse = (): void => {
        throw new StorageError('PreconditionFailed', 'no');
      };
      await expect(complete(new Map([[1, Buffer.from('p1')]]), refuse)).rejects.toEqual(refusal('PreconditionFailed'));
      expect(await index().findObject(name('k'))).toBeUndefined();
      expect(await index().findPart(upload('k'), 1)).toEqual(part(1, 'p1', id(1)));
      expect(await index().namesBody(id(1))).toBe(true);
    });

    it('frees all its bodies when it is removed, once', async () => {
      await start(upload('k'));
      for (const number of [1, 2]) await index().putPart(upload('k'), part(number, `p${number}`, id(number)));
      expect(await index().removeUpload(upload('k'))).toEqual({ removed: true, freed: [id(1), id(2)] });
      expect(await index().removeUpload(upload('k'))).toEqual({ removed: false, freed: [] });
    });

    it('ends one way only, and no body is lost or freed twice, when completing, aborting and new parts race', async () => {
      for (let round = 0; round < 20; round += 1) {
        const each = upload('k', `r${round}`);
        await start(each);
        const [first, late] = [id(round * 2), id(round * 2 + 1)];
        await index().putPart(each, part(1, 'p', first));
        const settled = await Promise.allSettled([
          index().completeUpload(each, filed('whole', first), new Map([[1, Buffer.from('p')]])),
          index().removeUpload(each),
          index().putPart(each, part(2, 'late', late)),
        ]);
        const [completed, aborted, added] = settled;
        const freed = settled.flatMap((result) => (result.status === 'fulfilled' ? result.value.freed : []));
        const removed = aborted.status === 'fulfilled' && aborted.value.removed;
        expect((completed.status === 'fulfilled') !== removed).toBe(true);
        expect(new Set(freed).size).toBe(freed.length);
        expect(await index().namesBody(first)).toBe(completed.status === 'fulfilled');
        expect(freed.includes(late)).toBe(added.status === 'fulfilled');
        expect(await index().namesBody(late)).toBe(false);
      }
    });
  });
}
