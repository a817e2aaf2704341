import { StorageError, type StorageErrorCode } from '../errors/storage-error.js';
import type { ObjectEntry, ObjectIndex, ObjectName, PartEntry, UploadName } from './object-index.js';

const BUCKET = 'notes';
const name = (key: string): ObjectName => ({ bucket: BUCKET, key });
const inline = (text: string): ObjectEntry => ({
  summary: Buffer.from(`summary of ${text}`),
  record: Buffer.from(`record of ${text}`),
  body: { kind: 'inline', bytes: Buffer.from(text) },
});
const filed = (text: string, ...ids: string[]): ObjectEntry => ({ ...inline(text), body: { kind: 'bodies', ids } });
/** A body id: 26 characters. */
const id = (number: number): string => String(number).padStart(26, '0');
const upload = (key: string, uploadId = 'u1'): UploadName => ({ bucket: BUCKET, key, uploadId });
const part = (number: number, text: string, body?: string): PartEntry => ({
  number,
  record: Buffer.from(text),
  body: body === undefined ? { kind: 'inline', bytes: Buffer.from(`bytes of ${text}`) } : { kind: 'bodies', ids: [body] },
});
/** The same with text for bytes: comparing large buffers element by element takes seconds. */
export const asText = (entry: ObjectEntry | undefined): unknown =>
  entry && { summary: entry.summary.toString('latin1'), record: entry.record.toString('latin1'), body: entry.body.kind === 'inline' ? entry.body.bytes.toString('latin1') : entry.body.ids };
const refusal = (code: StorageErrorCode): unknown => expect.objectContaining({ name: 'StorageError', code });

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

    const keys = async (scan: Partial<Parameters<ObjectIndex['scanObjects']>[1]> = {}): Promise<string[]> =>
      (await index.scanObjects(BUCKET, { prefix: '', limit: 1000, ...scan })).map(({ key }) => key);
    const put = async (...names: string[]): Promise<void> => {
      await Promise.all(names.map((key) => index.commitObject(name(key), inline(key))));
    };

    describe('buckets', () => {
      it('finds what was created, and only that', async () => {
        expect(await index.findBucket(BUCKET)).toEqual({ name: BUCKET, record: Buffer.from('about notes') });
        expect(await index.findBucket('note')).toBeUndefined();
      });

      it('leaves the bucket that exists as it was', async () => {
        expect(await index.createBucket({ name: BUCKET, record: Buffer.from('other') })).toBe(false);
        expect((await index.findBucket(BUCKET))?.record.toString()).toBe('about notes');
      });

      it('lets one of many creators win', async () => {
        const made = await Promise.all(Array.from({ length: 20 }, (_, i) => index.createBucket({ name: 'race', record: Buffer.of(i) })));
        expect(made.filter(Boolean)).toHaveLength(1);
        expect((await index.findBucket('race'))?.record).toEqual(Buffer.of(made.indexOf(true)));
      });

      it('lists them by name', async () => {
        for (const other of ['zebra', 'ant', 'notes-2']) await index.createBucket({ name: other, record: Buffer.from(other) });
        expect((await index.listBuckets()).map((bucket) => bucket.name)).toEqual(['ant', 'notes', 'notes-2', 'zebra']);
      });

      it('keeps an empty record', async () => {
        await index.createBucket({ name: 'empty', record: Buffer.alloc(0) });
        expect(await index.findBucket('empty')).toEqual({ name: 'empty', record: Buffer.alloc(0) });
      });

      it('removes an empty bucket and tells an absent one', async () => {
        expect(await index.removeBucket(BUCKET)).toEqual({ result: 'removed', freed: [] });
        expect(await index.removeBucket(BUCKET)).toEqual({ result: 'absent', freed: [] });
        expect(await index.findBucket(BUCKET)).toBeUndefined();
      });

      it('keeps a bucket that holds an object, with its uploads', async () => {
        await put('a');
        await index.createUpload({ name: upload('u'), record: Buffer.from('r') });
        expect(await index.removeBucket(BUCKET)).toEqual({ result: 'not_empty', freed: [] });
        expect(await index.findUpload(upload('u'))).toBeDefined();
      });

      it('is not kept from removing a bucket by its neighbour, whose name begins alike', async () => {
        await index.createBucket({ name: 'notes-2', record: Buffer.alloc(0) });
        await index.commitObject({ bucket: 'notes-2', key: 'a' }, inline('a'));
        expect((await index.removeBucket(BUCKET)).result).toBe('removed');
        expect(await index.findObject({ bucket: 'notes-2', key: 'a' })).toBeDefined();
      });

      it('frees what its pending uploads hold, however many they are', async () => {
        const count = 40;
        for (let i = 0; i < count; i += 1) {
          await index.createUpload({ name: upload(`k${i}`), record: Buffer.from('r') });
          await index.putPart(upload(`k${i}`), part(1, 'p', id(i)));
        }
        const { result, freed } = await index.removeBucket(BUCKET);
        expect(result).toBe('removed');
        expect(freed.toSorted()).toEqual(Array.from({ length: count }, (_, i) => id(i)));
        await index.createBucket({ name: BUCKET, record: Buffer.alloc(0) });
        expect(await index.scanUploads(BUCKET, { prefix: '', limit: 1000 })).toEqual([]);
      });

      it('either keeps the bucket or refuses the object that is being committed', async () => {
        for (let round = 0; round < 30; round += 1) {
          const bucket = `race-${round}`;
          await index.createBucket({ name: bucket, record: Buffer.alloc(0) });
          const commit = index.commitObject({ bucket, key: 'k' }, inline('k')).then(() => 'kept', (error: unknown) => (error instanceof StorageError ? error.code : error));
          if (round % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
          const [kept, { result }] = await Promise.all([commit, index.removeBucket(bucket)]);
          expect([kept, result]).toEqual(kept === 'kept' ? ['kept', 'not_empty'] : ['NoSuchBucket', 'removed']);
          expect((await index.findObject({ bucket, key: 'k' })) !== undefined).toBe(kept === 'kept');
        }
      });
    });

    describe('objects', () => {
      it.each([
        ['with an inline body', inline('a small body')],
        ['with an empty inline body', { ...inline('x'), body: { kind: 'inline', bytes: Buffer.alloc(0) } }],
        ['with nothing but an empty record and summary', { summary: Buffer.alloc(0), record: Buffer.alloc(0), body: { kind: 'bodies', ids: [] } }],
        ['with a body in the store', filed('a', id(1))],
        ['with 10,000 bodies', filed('a', ...Array.from({ length: 10_000 }, (_, i) => id(i)))],
        ['with an inline body of 256 KiB', { ...inline('x'), body: { kind: 'inline', bytes: Buffer.alloc(256 * 1024, 'abc') } }],
        ['with a large record and summary', { summary: Buffer.alloc(3000, 's'), record: Buffer.alloc(70_000, 'r'), body: { kind: 'inline', bytes: Buffer.from('b') } }],
      ] satisfies [string, ObjectEntry][])('gives back an entry %s', async (_, entry) => {
        expect(await index.commitObject(name('k'), entry)).toEqual({ freed: [] });
        expect(asText(await index.findObject(name('k')))).toEqual(asText(entry));
      });

      it('gives buffers that stay as they are whatever is read next', async () => {
        await put('a', 'b');
        const first = await index.findObject(name('a'));
        await index.commitObject(name('a'), inline('changed'));
        await index.findObject(name('b'));
        await index.scanObjects(BUCKET, { prefix: '', limit: 10 });
        expect(first).toEqual(inline('a'));
      });

      it('does not find what is not there', async () => {
        await put('a/b');
        expect(await index.findObject(name('a'))).toBeUndefined();
        expect(await index.findObject(name('a/b/c'))).toBeUndefined();
        expect(await index.findObject({ bucket: 'other', key: 'a/b' })).toBeUndefined();
      });

      it.each(['a'.repeat(1024), 'é'.repeat(512), '\u{10000}'.repeat(256), '\0', 'a\0b', '\uffff', '../..', ' '])('takes the key %j in a bucket of 63 characters', async (key) => {
        const bucket = 'b'.repeat(63);
        await index.createBucket({ name: bucket, record: Buffer.alloc(0) });
        await index.commitObject({ bucket, key }, inline('a'));
        expect(await index.findObject({ bucket, key })).toEqual(inline('a'));
        expect((await index.scanObjects(bucket, { prefix: '', limit: 9 })).map((found) => found.key)).toEqual([key]);
      });

      it('refuses a key that it has no room for, or that is not Unicode, and stores nothing', async () => {
        await expect(index.commitObject(name('a'.repeat(5000)), inline('a'))).rejects.toEqual(refusal('KeyTooLongError'));
        await expect(index.commitObject(name('\ud800'), inline('a'))).rejects.toEqual(refusal('InvalidURI'));
        expect(await keys()).toEqual([]);
      });

      it('refuses an object of a bucket that is not there', async () => {
        await expect(index.commitObject({ bucket: 'gone', key: 'k' }, inline('a'))).rejects.toEqual(refusal('NoSuchBucket'));
        await expect(index.commitObject({ bucket: 'gone', key: 'k' }, inline('a'), () => undefined)).rejects.toEqual(refusal('NoSuchBucket'));
        expect(await index.findObject({ bucket: 'gone', key: 'k' })).toBeUndefined();
      });

      it('frees what a new entry replaces, and keeps what both name', async () => {
        await index.commitObject(name('k'), filed('one', id(1), id(2)));
        expect(await index.commitObject(name('k'), filed('two', id(2), id(3)))).toEqual({ freed: [id(1)] });
        expect(await Promise.all([1, 2, 3].map((n) => index.namesBody(id(n))))).toEqual([false, true, true]);
        expect(await index.commitObject(name('k'), inline('three'))).toEqual({ freed: [id(2), id(3)] });
        expect(await index.commitObject(name('k'), inline('four'))).toEqual({ freed: [] });
      });

      it('frees each body once when many put the same name at once', async () => {
        const count = 200;
        const commits = Array.from({ length: count }, async (_, i) => {
          if (i % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
          return index.commitObject(name('hot'), filed(`v${i}`, id(i)), i % 5 === 0 ? () => undefined : undefined);
        });
        const freed = (await Promise.all(commits)).flatMap((result) => result.freed);
        const entry = await index.findObject(name('hot'));
        const current = entry?.body.kind === 'bodies' ? entry.body.ids : [];
        expect([...freed, ...current].toSorted()).toEqual(Array.from({ length: count }, (_, i) => id(i)));
      });

      it('frees each body once when puts and removals of a name overlap', async () => {
        const count = 120;
        const results = await Promise.all(
          Array.from({ length: count }, (_, i) => (i % 2 === 0 ? index.commitObject(name('hot'), filed(`v${i}`, id(i))) : index.removeObject(name('hot')))),
        );
        const last = await index.removeObject(name('hot'));
        const freed = [...results, last].flatMap((result) => result.freed);
        expect(freed.toSorted()).toEqual(Array.from({ length: count / 2 }, (_, i) => id(i * 2)));
        expect(await Promise.all(freed.map((body) => index.namesBody(body)))).not.toContain(true);
      });

      it('removes an object once', async () => {
        await index.commitObject(name('k'), filed('a', id(1)));
        const results = await Promise.all([index.removeObject(name('k')), index.removeObject(name('k')), index.removeObject(name('k'))]);
        expect(results.filter(({ removed }) => removed)).toEqual([{ removed: true, freed: [id(1)] }]);
        expect(await index.findObject(name('k'))).toBeUndefined();
        expect(await index.removeObject(name('k'))).toEqual({ removed: false, freed: [] });
      });

      it('shows a guard the record as it is, or that there is none', async () => {
        const seen: (string | undefined)[] = [];
        const guard = (current: Buffer | undefined): void => void seen.push(current?.toString());
        await index.commitObject(name('k'), inline('one'), guard);
        await index.commitObject(name('k'), inline('two'), guard);
        await index.removeObject(name('k'), guard);
        await index.removeObject(name('k'), guard);
        expect(seen).toEqual([undefined, 'record of one', 'record of two', undefined]);
      });

      it('lets one of many guarded creators win', async () => {
        const onlyNew = (current: Buffer | undefined): void => {
          if (current !== undefined) throw new StorageError('PreconditionFailed', 'exists');
        };
        const results = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => index.commitObject(name('k'), inline(`v${i}`), onlyNew)));
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await index.findObject(name('k'))).toEqual(inline(`v${results.findIndex(({ status }) => status === 'fulfilled')}`));
      });

      it('leaves everything as it was when the guard refuses', async () => {
        await index.commitObject(name('k'), filed('one', id(1)));
        const refuse = (): void => {
          throw new StorageError('PreconditionFailed', 'no');
        };
        await expect(index.commitObject(name('k'), filed('two', id(2)), refuse)).rejects.toEqual(refusal('PreconditionFailed'));
        await expect(index.removeObject(name('k'), refuse)).rejects.toEqual(refusal('PreconditionFailed'));
        expect(await index.findObject(name('k'))).toEqual(filed('one', id(1)));
        expect([await index.namesBody(id(1)), await index.namesBody(id(2))]).toEqual([true, false]);
      });
    });

    describe('scans', () => {
      it('gives keys in the order of UTF-8, where UTF-16 order is another', async () => {
        const sorted = ['A', 'a', 'a\0', 'a\0b', 'a ', 'a/', 'a/b', 'aa', 'b', '\u00ff', '\uff61', '\uffff', '\u{10000}', '\u{10ffff}'];
        await put(...sorted.toReversed());
        expect(await keys()).toEqual(sorted);
      });

      it('gives the summaries that were committed last', async () => {
        await put('a', 'b');
        await index.commitObject(name('a'), inline('newer'));
        expect(await index.scanObjects(BUCKET, { prefix: '', limit: 9 })).toEqual([
          { key: 'a', summary: Buffer.from('summary of newer') },
          { key: 'b', summary: Buffer.from('summary of b') },
        ]);
      });

      it.each([
        ['a prefix', { prefix: 'a/' }, ['a/1', 'a/2', 'a/2/x', 'a/3']],
        ['a prefix that is a key', { prefix: 'a/2' }, ['a/2', 'a/2/x']],
        ['a prefix of nothing', { prefix: 'a/9' }, []],
        ['a prefix longer than any key', { prefix: 'a'.repeat(5000) }, []],
        ['a limit', { limit: 2 }, ['a', 'a/1']],
        ['no limit to speak of', { limit: 0 }, []],
        ['after a key', { after: 'a/2' }, ['a/2/x', 'a/3', 'a0', 'b']],
        ['after what is no key', { after: 'a/1zzz' }, ['a/2', 'a/2/x', 'a/3', 'a0', 'b']],
        ['after the last', { after: 'b' }, []],
        ['after a text longer than any key', { after: `a/2${'~'.repeat(5000)}` }, ['a/3', 'a0', 'b']],
        ['after a common prefix', { after: 'a/', afterPrefix: true }, ['a0', 'b']],
        ['after a common prefix within a prefix', { prefix: 'a', after: 'a/2', afterPrefix: true }, ['a/3', 'a0']],
        ['after what lies before the prefix', { prefix: 'a/2', after: 'a' }, ['a/2', 'a/2/x']],
        ['after what lies past the prefix', { prefix: 'a/2', after: 'a/3' }, []],
        ['a passed prefix that holds the whole prefix', { prefix: 'a/2', after: 'a', afterPrefix: true }, []],
      ])('keeps to %s', async (_, scan, expected) => {
        await put('b', 'a0', 'a/3', 'a/2/x', 'a/2', 'a/1', 'a');
        expect(await keys(scan)).toEqual(expected);
      });

      it('ends at the bucket', async () => {
        await index.createBucket({ name: 'notes-2', record: Buffer.alloc(0) });
        await index.createBucket({ name: 'note', record: Buffer.alloc(0) });
        await index.commitObject({ bucket: 'notes-2', key: 'x' }, inline('x'));
        await index.commitObject({ bucket: 'note', key: 'y' }, inline('y'));
        await put('a');
        expect(await keys()).toEqual(['a']);
        expect(await keys({ after: '\u{10ffff}' })).toEqual([]);
      });

      it('sees whole pages while others write', async () => {
        await put(...Array.from({ length: 300 }, (_, i) => `k${String(i).padStart(4, '0')}`));
        const writes = Promise.all(Array.from({ length: 300 }, (_, i) => index.commitObject(name(`k${String(i).padStart(4, '0')}`), inline('again'))));
        const scans = await Promise.all(
          Array.from({ length: 50 }, async () => {
            await new Promise((resolve) => setImmediate(resolve));
            return index.scanObjects(BUCKET, { prefix: 'k', limit: 1000 });
          }),
        );
        await writes;
        expect(new Set(scans.map((scan) => scan.length))).toEqual(new Set([300]));
      });
    });

    describe('uploads', () => {
      const start = (...names: UploadName[]): Promise<unknown> => Promise.all(names.map((each) => index.createUpload({ name: each, record: Buffer.from(each.key) })));

      it('finds what was created, and only that', async () => {
        await start(upload('k'));
        expect(await index.findUpload(upload('k'))).toEqual({ name: upload('k'), record: Buffer.from('k') });
        expect(await index.findUpload(upload('k', 'u2'))).toBeUndefined();
        expect(await index.findUpload(upload('K'))).toBeUndefined();
        await expect(index.createUpload({ name: { ...upload('k'), bucket: 'gone' }, record: Buffer.alloc(0) })).rejects.toEqual(refusal('NoSuchBucket'));
      });

      it('is no object yet', async () => {
        await start(upload('k'));
        expect(await index.findObject(name('k'))).toBeUndefined();
        expect(await keys()).toEqual([]);
      });

      it('lists by key, then by id', async () => {
        const sorted = [upload('a', '1'), upload('a', '2'), upload('a\0', '0'), upload('a\u0001', '0'), upload('a\u0002', '0'), upload('ab', '0'), upload('\uff61', '0'), upload('\u{10000}', '0')];
        await start(...sorted.toReversed());
        const list = async (scan: object): Promise<UploadName[]> => (await index.scanUploads(BUCKET, { prefix: '', limit: 99, ...scan })).map((entry) => entry.name);
        expect(await list({})).toEqual(sorted);
        expect(await list({ prefix: 'a' })).toEqual(sorted.slice(0, 6));
        expect(await list({ after: { key: 'a', uploadId: '1' } })).toEqual(sorted.slice(1));
        expect(await list({ after: { key: 'a' } })).toEqual(sorted.slice(2));
        expect(await list({ after: { key: 'a\0' }, limit: 2 })).toEqual(sorted.slice(3, 5));
        expect(await list({ prefix: 'b' })).toEqual([]);
      });

      it('keeps parts by number and replaces one of the same number', async () => {
        await start(upload('k'));
        for (const number of [10_000, 2, 1]) expect(await index.putPart(upload('k'), part(number, `p${number}`, id(number)))).toEqual({ freed: [] });
        expect(await index.putPart(upload('k'), part(2, 'again'))).toEqual({ freed: [id(2)] });
        expect(await index.findPart(upload('k'), 2)).toEqual(part(2, 'again'));
        expect(await index.findPart(upload('k'), 10_000)).toEqual(part(10_000, 'p10000', id(10_000)));
        expect(await index.findPart(upload('k'), 3)).toBeUndefined();
        expect(await index.scanParts(upload('k'), { after: 0, limit: 2 })).toEqual([
          { number: 1, record: Buffer.from('p1') },
          { number: 2, record: Buffer.from('again') },
        ]);
        expect((await index.scanParts(upload('k'), { after: 2, limit: 9 })).map(({ number }) => number)).toEqual([10_000]);
      });

      it.each([0, 10_001, 1.5])('has no part %d', async (number) => {
        await start(upload('k'));
        await expect(index.putPart(upload('k'), part(number, 'p'))).rejects.toThrow(RangeError);
      });

      it('keeps the parts of two uploads of one key apart', async () => {
        await start(upload('k', 'u1'), upload('k', 'u10'));
        await index.putPart(upload('k', 'u1'), part(1, 'first'));
        await index.putPart(upload('k', 'u10'), part(1, 'second'));
        expect(await index.scanParts(upload('k', 'u1'), { after: 0, limit: 9 })).toEqual([{ number: 1, record: Buffer.from('first') }]);
        expect((await index.removeUpload(upload('k', 'u1'))).removed).toBe(true);
        expect(await index.findPart(upload('k', 'u10'), 1)).toEqual(part(1, 'second'));
      });

      it('becomes the object, which takes over its bodies; the rest is freed', async () => {
        await start(upload('k'));
        await index.commitObject(name('k'), filed('old', id(9)));
        for (const number of [1, 2, 3]) await index.putPart(upload('k'), part(number, `p${number}`, id(number)));
        const seen = new Map([1, 3].map((number) => [number, Buffer.from(`p${number}`)]));
        const { freed } = await index.completeUpload(upload('k'), filed('whole', id(1), id(3)), seen);
        expect(freed.toSorted()).toEqual([id(2), id(9)]);
        expect(await index.findObject(name('k'))).toEqual(filed('whole', id(1), id(3)));
        expect(await Promise.all([1, 2, 3, 9].map((n) => index.namesBody(id(n))))).toEqual([true, false, true, false]);
        expect(await index.findUpload(upload('k'))).toBeUndefined();
        expect(await index.scanParts(upload('k'), { after: 0, limit: 9 })).toEqual([]);
        await expect(index.completeUpload(upload('k'), filed('whole', id(1), id(3)), seen)).rejects.toEqual(refusal('NoSuchUpload'));
        await expect(index.putPart(upload('k'), part(1, 'late', id(7)))).rejects.toEqual(refusal('NoSuchUpload'));
        expect(await index.namesBody(id(7))).toBe(false);
      });

      it('stays as it was when a part has changed, is missing, or the guard refuses', async () => {
        await start(upload('k'));
        await index.putPart(upload('k'), part(1, 'p1', id(1)));
        const complete = (records: Map<number, Buffer>, guard?: () => void): Promise<unknown> => index.completeUpload(upload('k'), filed('whole', id(1)), records, guard);
        await expect(complete(new Map([[1, Buffer.from('other')]]))).rejects.toEqual(refusal('InvalidPart'));
        await expect(complete(new Map([[2, Buffer.from('p2')]]))).rejects.toEqual(refusal('InvalidPart'));
        const refuse = (): void => {
          throw new StorageError('PreconditionFailed', 'no');
        };
        await expect(complete(new Map([[1, Buffer.from('p1')]]), refuse)).rejects.toEqual(refusal('PreconditionFailed'));
        expect(await index.findObject(name('k'))).toBeUndefined();
        expect(await index.findPart(upload('k'), 1)).toEqual(part(1, 'p1', id(1)));
        expect(await index.namesBody(id(1))).toBe(true);
      });

      it('frees all its bodies when it is removed, once', async () => {
        await start(upload('k'));
        for (const number of [1, 2]) await index.putPart(upload('k'), part(number, `p${number}`, id(number)));
        expect(await index.removeUpload(upload('k'))).toEqual({ removed: true, freed: [id(1), id(2)] });
        expect(await index.removeUpload(upload('k'))).toEqual({ removed: false, freed: [] });
      });

      it('ends one way only, and no body is lost or freed twice, when completing, aborting and new parts race', async () => {
        for (let round = 0; round < 20; round += 1) {
          const each = upload('k', `r${round}`);
          await start(each);
          const [first, late] = [id(round * 2), id(round * 2 + 1)];
          await index.putPart(each, part(1, 'p', first));
          const settled = await Promise.allSettled([
            index.completeUpload(each, filed('whole', first), new Map([[1, Buffer.from('p')]])),
            index.removeUpload(each),
            index.putPart(each, part(2, 'late', late)),
          ]);
          const [completed, aborted, added] = settled;
          const freed = settled.flatMap((result) => (result.status === 'fulfilled' ? result.value.freed : []));
          const removed = aborted.status === 'fulfilled' && aborted.value.removed;
          expect((completed.status === 'fulfilled') !== removed).toBe(true);
          expect(new Set(freed).size).toBe(freed.length);
          expect(await index.namesBody(first)).toBe(completed.status === 'fulfilled');
          expect(freed.includes(late)).toBe(added.status === 'fulfilled');
          expect(await index.namesBody(late)).toBe(false);
        }
      });
    });

    it('finds everything again after it was closed', async () => {
      await index.commitObject(name('k'), filed('a', id(1)));
      await index.createUpload({ name: upload('u'), record: Buffer.from('r') });
      await index.putPart(upload('u'), part(1, 'p'));
      index = await reopen();
      expect(await index.findBucket(BUCKET)).toBeDefined();
      expect(await index.findObject(name('k'))).toEqual(filed('a', id(1)));
      expect(await index.findPart(upload('u'), 1)).toEqual(part(1, 'p'));
      expect(await index.namesBody(id(1))).toBe(true);
    });
  });
}
