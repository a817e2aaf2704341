import { StorageError } from '../errors/storage-error.js';
import type { ObjectEntry, ObjectIndex } from './object-index.js';
import { BUCKET, name, inline, filed, id, asText, refusal } from './object-index.samples.contract.js';

/** Objects: committed whole or not at all, guards, what each change frees. `index` is the one of the test under way. */
export function describeObjects(index: () => ObjectIndex): void {
  describe('objects', () => {
    const keys = async (scan: Partial<Parameters<ObjectIndex['scanObjects']>[1]> = {}): Promise<string[]> =>
      (await index().scanObjects(BUCKET, { prefix: '', limit: 1000, ...scan })).map(({ key }) => key);
    const put = async (...names: string[]): Promise<void> => {
      await Promise.all(names.map((key) => index().commitObject(name(key), inline(key))));
    };

    it.each([
      ['with an inline body', inline('a small body')],
      ['with an empty inline body', { ...inline('x'), body: { kind: 'inline', bytes: Buffer.alloc(0) } }],
      ['with nothing but an empty record and summary', { summary: Buffer.alloc(0), record: Buffer.alloc(0), body: { kind: 'bodies', ids: [] } }],
      ['with a body in the store', filed('a', id(1))],
      ['with 10,000 bodies', filed('a', ...Array.from({ length: 10_000 }, (_, i) => id(i)))],
      ['with an inline body of 256 KiB', { ...inline('x'), body: { kind: 'inline', bytes: Buffer.alloc(256 * 1024, 'abc') } }],
      ['with a large record and summary', { summary: Buffer.alloc(3000, 's'), record: Buffer.alloc(70_000, 'r'), body: { kind: 'inline', bytes: Buffer.from('b') } }],
    ] satisfies [string, ObjectEntry][])('gives back an entry %s', async (_, entry) => {
      expect(await index().commitObject(name('k'), entry)).toMatchObject({ freed: [] });
      expect(asText(await index().findObject(name('k')))).toEqual(asText(entry));
    });

    it('gives buffers that stay as they are whatever is read next', async () => {
      await put('a', 'b');
      const first = await index().findObject(name('a'));
      await index().commitObject(name('a'), inline('changed'));
      await index().findObject(name('b'));
      await index().scanObjects(BUCKET, { prefix: '', limit: 10 });
      expect(first).toMatchObject(inline('a'));
    });

    it('does not find what is not there', async () => {
      await put('a/b');
      expect(await index().findObject(name('a'))).toBeUndefined();
      expect(await index().findObject(name('a/b/c'))).toBeUndefined();
      expect(await index().findObject({ bucket: 'other', key: 'a/b' })).toBeUndefined();
    });

    it.each(['a'.repeat(1024), 'é'.repeat(512), '\u{10000}'.repeat(256), '\0', 'a\0b', '\uffff', '../..', ' '])('takes the key %j in a bucket of 63 characters', async (key) => {
      const bucket = 'b'.repeat(63);
      await index().createBucket({ name: bucket, record: Buffer.alloc(0) });
      await index().commitObject({ bucket, key }, inline('a'));
      expect(await index().findObject({ bucket, key })).toMatchObject(inline('a'));
      expect((await index().scanObjects(bucket, { prefix: '', limit: 9 })).map((found) => found.key)).toEqual([key]);
    });

    it('refuses a key that it has no room for, or that is not Unicode, and stores nothing', async () => {
      await expect(index().commitObject(name('a'.repeat(5000)), inline('a'))).rejects.toEqual(refusal('KeyTooLongError'));
      await expect(index().commitObject(name('\ud800'), inline('a'))).rejects.toEqual(refusal('InvalidURI'));
      expect(await keys()).toEqual([]);
    });

    it('refuses an object of a bucket that is not there', async () => {
      await expect(index().commitObject({ bucket: 'gone', key: 'k' }, inline('a'))).rejects.toEqual(refusal('NoSuchBucket'));
      await expect(index().commitObject({ bucket: 'gone', key: 'k' }, inline('a'), { guard: () => undefined })).rejects.toEqual(refusal('NoSuchBucket'));
      expect(await index().findObject({ bucket: 'gone', key: 'k' })).toBeUndefined();
    });

    it('frees what a new entry replaces, and keeps what both name', async () => {
      await index().commitObject(name('k'), filed('one', id(1), id(2)));
      expect(await index().commitObject(name('k'), filed('two', id(2), id(3)))).toMatchObject({ freed: [id(1)] });
      expect(await Promise.all([1, 2, 3].map((n) => index().namesBody(id(n))))).toEqual([false, true, true]);
      expect(await index().commitObject(name('k'), inline('three'))).toMatchObject({ freed: [id(2), id(3)] });
      expect(await index().commitObject(name('k'), inline('four'))).toMatchObject({ freed: [] });
    });

    it('frees each body once when many put the same name at once', async () => {
      const count = 200;
      const commits = Array.from({ length: count }, async (_, i) => {
        if (i % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
        return index().commitObject(name('hot'), filed(`v${i}`, id(i)), i % 5 === 0 ? { guard: () => undefined } : {});
      });
      const freed = (await Promise.all(commits)).flatMap((result) => result.freed);
      const entry = await index().findObject(name('hot'));
      const current = entry?.body.kind === 'bodies' ? entry.body.ids : [];
      expect([...freed, ...current].toSorted()).toEqual(Array.from({ length: count }, (_, i) => id(i)));
    });

    it('frees each body once when puts and removals of a name overlap', async () => {
      const count = 120;
      const results = await Promise.all(
        Array.from({ length: count }, (_, i) => (i % 2 === 0 ? index().commitObject(name('hot'), filed(`v${i}`, id(i))) : index().removeObject(name('hot')))),
      );
      const last = await index().removeObject(name('hot'));
      const freed = [...results, last].flatMap((result) => result.freed);
      expect(freed.toSorted()).toEqual(Array.from({ length: count / 2 }, (_, i) => id(i * 2)));
      expect(await Promise.all(freed.map((body) => index().namesBody(body)))).not.toContain(true);
    });

    it('removes an object once', async () => {
      await index().commitObject(name('k'), filed('a', id(1)));
      const results = await Promise.all([index().removeObject(name('k')), index().removeObject(name('k')), index().removeObject(name('k'))]);
      expect(results.filter(({ removed }) => removed)).toEqual([{ removed: true, freed: [id(1)] }]);
      expect(await index().findObject(name('k'))).toBeUndefined();
      expect(await index().removeObject(name('k'))).toEqual({ removed: false, freed: [] });
    });

    it('shows a guard the record as it is, or that there is none', async () => {
      const seen: (string | undefined)[] = [];
      const guard = (current: Buffer | undefined): void => void seen.push(current?.toString());
      await index().commitObject(name('k'), inline('one'), { guard });
      await index().commitObject(name('k'), inline('two'), { guard });
      await index().removeObject(name('k'), { guard });
      await index().removeObject(name('k'), { guard });
      expect(seen).toEqual([undefined, 'record of one', 'record of two', undefined]);
    });

    it('lets one of many guarded creators win', async () => {
      const onlyNew = (current: Buffer | undefined): void => {
        if (current !== undefined) throw new StorageError('PreconditionFailed', 'exists');
      };
      const results = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => index().commitObject(name('k'), inline(`v${i}`), { guard: onlyNew })));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await index().findObject(name('k'))).toMatchObject(inline(`v${results.findIndex(({ status }) => status === 'fulfilled')}`));
    });

    it('leaves everything as it was when the guard refuses', async () => {
      await index().commitObject(name('k'), filed('one', id(1)));
      const refuse = (): void => {
        throw new StorageError('PreconditionFailed', 'no');
      };
      await expect(index().commitObject(name('k'), filed('two', id(2)), { guard: refuse })).rejects.toEqual(refusal('PreconditionFailed'));
      await expect(index().removeObject(name('k'), { guard: refuse })).rejects.toEqual(refusal('PreconditionFailed'));
      expect(await index().findObject(name('k'))).toMatchObject(filed('one', id(1)));
      expect([await index().namesBody(id(1)), await index().namesBody(id(2))]).toEqual([true, false]);
    });
  });
}
