import { StorageError } from '../errors/storage-error.js';
import type { BodyId } from './body-store.js';
import type { ListedVersion, ObjectIndex, VersionScan } from './object-index.js';
import { BUCKET, filed, id, inline, name, part, refusal, upload } from './object-index.samples.contract.js';

const enabled = { versioning: 'enabled' } as const;
const suspended = { versioning: 'suspended' } as const;
const marker = (text: string): Buffer => Buffer.from(`marker ${text}`);

/** Versions and delete markers. `index` is the one of the test under way. */
export function describeVersions(index: () => ObjectIndex): void {
  const scan = (more: Partial<VersionScan> = {}): Promise<ListedVersion[]> => index().scanVersions(BUCKET, { prefix: '', limit: 1000, ...more });
  /** Each version in order: `key text`, `*` for the latest, `~` for the null version. */
  const history = async (more: Partial<VersionScan> = {}): Promise<string[]> => (await scan(more)).map(shown);
  const shown = ({ key, summary, isLatest, hasId }: ListedVersion): string => `${key} ${summary.toString().replace('summary of ', '')}${isLatest ? '*' : ''}${hasId ? '' : '~'}`;
  const put = (key: string, text: string): Promise<{ id: Buffer }> => index().commitObject(name(key), inline(text), enabled);
  const names = async (...ids: BodyId[]): Promise<boolean[]> => Promise.all(ids.map((body) => index().namesBody(body)));

  describe('versions', () => {
    it('are kept, newest first, and each is found by its id with its body', async () => {
      const [one, two] = [await put('k', 'one'), await index().commitObject(name('k'), filed('two', id(1)), enabled)];
      const three = await put('k', 'three');
      expect([two.freed, await history()]).toEqual([[], ['k three*', 'k two', 'k one']]);
      expect(await index().findObject(name('k'))).toMatchObject({ ...inline('three'), id: three.id, hasId: true });
      expect(await index().findVersion(name('k'), one.id)).toEqual({ kind: 'object', ...inline('one'), id: one.id, hasId: true });
      expect(await index().findVersion(name('k'), two.id)).toMatchObject(filed('two', id(1)));
      expect(await index().findVersion(name('k'), three.id)).toMatchObject(inline('three'));
      expect(await index().findVersion(name('other'), one.id)).toBeUndefined();
      expect(await index().findVersion(name('k'), Buffer.alloc(16))).toBeUndefined();
      expect(await index().findVersion(name('k'), 'null')).toBeUndefined();
      expect(await names(id(1))).toEqual([true]);
      expect(Buffer.compare(one.id, two.id) < 0 && Buffer.compare(two.id, three.id) < 0).toBe(true);
    });

    it('give way to a delete marker, which the listing of objects does not show', async () => {
      const one = await put('k', 'one');
      await put('l', 'other');
      const { removed, marker: made, freed } = await index().removeObject(name('k'), { ...enabled, summary: marker('a') });
      expect([removed, freed, made?.hasId]).toEqual([true, [], true]);
      expect(await index().findObject(name('k'))).toBeUndefined();
      expect((await index().scanObjects(BUCKET, { prefix: '', limit: 9 })).map(({ key }) => key)).toEqual(['l']);
      expect(await history()).toEqual(['k marker a*', 'k one', 'l other*']);
      expect(await index().findMarker(name('k'))).toEqual({ ...made, summary: marker('a') });
      expect(await index().findVersion(name('k'), made?.id ?? 'null')).toEqual({ kind: 'marker', ...made, summary: marker('a') });
      expect(await index().findVersion(name('k'), one.id)).toMatchObject(inline('one'));
      expect([await index().findMarker(name('l')), await index().findMarker(name('absent'))]).toEqual([undefined, undefined]);
    });

    it('may be nothing but a delete marker, or several', async () => {
      expect(await index().removeObject(name('k'), { ...enabled, summary: marker('a') })).toMatchObject({ removed: false });
      await index().removeObject(name('k'), { ...enabled, summary: marker('b') });
      expect(await history()).toEqual(['k marker b*', 'k marker a']);
      await put('k', 'one');
      expect(await history()).toEqual(['k one*', 'k marker b', 'k marker a']);
      await expect(index().removeObject({ bucket: 'gone', key: 'k' }, { ...enabled, summary: marker('a') })).rejects.toEqual(refusal('NoSuchBucket'));
    });

    it('are removed one by one for good, and the newest that is left becomes current', async () => {
      const one = await index().commitObject(name('k'), filed('one', id(1)), enabled);
      const two = await index().commitObject(name('k'), filed('two', id(2)), enabled);
      const three = await index().commitObject(name('k'), filed('three', id(3)), enabled);
      expect(await index().removeVersion(name('k'), two.id)).toEqual({ removed: 'object', freed: [id(2)] });
      expect(await history()).toEqual(['k three*', 'k one']);
      expect(await index().removeVersion(name('k'), two.id)).toEqual({ removed: undefined, freed: [] });
      expect(await index().removeVersion(name('k'), three.id)).toEqual({ removed: 'object', freed: [id(3)] });
      expect(await index().findObject(name('k'))).toMatchObject({ ...filed('one', id(1)), id: one.id });
      expect(await names(id(1), id(2), id(3))).toEqual([true, false, false]);
      expect(await index().removeVersion(name('k'), one.id)).toEqual({ removed: 'object', freed: [id(1)] });
      expect(await history()).toEqual([]);
    });

    it('come back when the delete marker goes', async () => {
      await put('k', 'one');
      const first = await index().removeObject(name('k'), { ...enabled, summary: marker('a') });
      const second = await index().removeObject(name('k'), { ...enabled, summary: marker('b') });
      expect(await index().removeVersion(name('k'), first.marker?.id ?? 'null')).toEqual({ removed: 'marker', freed: [] });
      expect(await history()).toEqual(['k marker b*', 'k one']);
      await index().removeVersion(name('k'), second.marker?.id ?? 'null');
      expect(await history()).toEqual(['k one*']);
      expect(await index().findObject(name('k'))).toMatchObject(inline('one'));
    });

    it('leave a delete marker as the newest when what stood before it goes', async () => {
      await put('k', 'one');
      await index().removeObject(name('k'), { ...enabled, summary: marker('a') });
      const two = await put('k', 'two');
      await index().removeVersion(name('k'), two.id);
      expect(await history()).toEqual(['k marker a*', 'k one']);
      expect(await index().findObject(name('k'))).toBeUndefined();
    });

    it('stay as they were when a guard refuses', async () => {
      const one = await put('k', 'one');
      const refuse = (): void => { throw new StorageError('PreconditionFailed', 'no'); };
      const seen: unknown[] = [];
      await expect(index().commitObject(name('k'), inline('two'), { ...enabled, guard: refuse })).rejects.toEqual(refusal('PreconditionFailed'));
      await expect(index().removeObject(name('k'), { ...enabled, guard: refuse })).rejects.toEqual(refusal('PreconditionFailed'));
      await expect(index().removeVersion(name('k'), one.id, (version) => { seen.push(version); refuse(); })).rejects.toEqual(refusal('PreconditionFailed'));
      expect(seen).toEqual([{ id: one.id, hasId: true, isMarker: false, summary: inline('one').summary }]);
      expect(await history()).toEqual(['k one*']);
    });

    it('show a guard no record where a delete marker is the newest', async () => {
      await put('k', 'one');
      await index().removeObject(name('k'), enabled);
      const seen: unknown[] = [];
      await index().commitObject(name('k'), inline('two'), { ...enabled, guard: (current) => { seen.push(current); } });
      expect(seen).toEqual([undefined]);
    });

    it('are made by an upload that is completed', async () => {
      await put('k', 'one');
      await index().createUpload({ name: upload('k'), record: Buffer.from('r') });
      await index().putPart(upload('k'), part(1, 'p', id(1)));
      await index().putPart(upload('k'), part(2, 'q', id(2)));
      const { id: made, freed } = await index().completeUpload(upload('k'), filed('two', id(1)), new Map([[1, Buffer.from('p')]]), enabled);
      expect(freed).toEqual([id(2)]);
      expect(await index().findVersion(name('k'), made)).toMatchObject(filed('two', id(1)));
      expect(await history()).toEqual(['k two*', 'k one']);
    });

    it('lose none when many are put at once', async () => {
      await Promise.all(Array.from({ length: 100 }, (_, i) => put('hot', String(i))));
      const listed = await scan();
      expect(new Set(listed.map(shown)).size).toBe(100);
      expect(listed.filter(({ isLatest }) => isLatest)).toHaveLength(1);
      expect(await index().findObject(name('hot'))).toMatchObject({ id: listed[0]?.id });
    });

    it('keep a bucket from being removed, and so do delete markers', async () => {
      const one = await put('k', 'one');
      const { marker: made } = await index().removeObject(name('k'), enabled);
      expect((await index().removeBucket(BUCKET)).result).toBe('not_empty');
      await index().removeVersion(name('k'), one.id);
      expect((await index().removeBucket(BUCKET)).result).toBe('not_empty');
      await index().removeVersion(name('k'), made?.id ?? 'null');
      expect((await index().removeBucket(BUCKET)).result).toBe('removed');
    });

    it('have any key', async () => {
      for (const key of ['\0', 'a\0b', 'a\u0001', 'a', 'a/', '\uffff', '\u{10000}', 'é'.repeat(512)]) {
        await put(key, 'one');
        await put(key, 'two');
        expect(await history({ prefix: key, limit: 2 })).toEqual([`${key} two*`, `${key} one`]);
      }
      await expect(put('\u0001'.repeat(1000), 'one')).rejects.toEqual(refusal('KeyTooLongError'));
    });
  });

  describe('the null version', () => {
    const plain = (text: string, body: BodyId) => index().commitObject(name('k'), filed(text, body));

    it('is what was there before versions were kept', async () => {
      await plain('old', id(1));
      expect(await index().findVersion(name('k'), 'null')).toMatchObject({ kind: 'object', hasId: false, ...filed('old', id(1)) });
      await put('k', 'one');
      await put('k', 'two');
      expect(await history()).toEqual(['k two*', 'k one', 'k old~']);
      expect(await index().findVersion(name('k'), 'null')).toMatchObject(filed('old', id(1)));
      expect(await index().removeVersion(name('k'), 'null')).toEqual({ removed: 'object', freed: [id(1)] });
      expect(await history()).toEqual(['k two*', 'k one']);
      expect(await index().findVersion(name('k'), 'null')).toBeUndefined();
    });

    it('is replaced while versioning is suspended, wherever it stands', async () => {
      await plain('old', id(1));
      await put('k', 'one');
      expect((await index().commitObject(name('k'), filed('new', id(2)), suspended)).freed).toEqual([id(1)]);
      expect(await history()).toEqual(['k new*~', 'k one']);
      expect((await index().commitObject(name('k'), filed('newer', id(2), id(3)), suspended)).freed).toEqual([]);
      expect((await index().commitObject(name('k'), filed('newest', id(3)), suspended)).freed).toEqual([id(2)]);
      await put('k', 'two');
      expect(await history()).toEqual(['k two*', 'k newest~', 'k one']);
    });

    it('may be a delete marker, which replaces it and is replaced', async () => {
      await plain('old', id(1));
      expect(await index().removeObject(name('k'), { ...suspended, summary: marker('a') })).toMatchObject({ removed: true, freed: [id(1)], marker: { hasId: false } });
      await put('k', 'one');
      expect(await history()).toEqual(['k one*', 'k marker a~']);
      await index().removeObject(name('k'), { ...suspended, summary: marker('b') });
      expect(await history()).toEqual(['k marker b*~', 'k one']);
      expect(await index().findVersion(name('k'), 'null')).toMatchObject({ kind: 'marker', summary: marker('b') });
      await index().commitObject(name('k'), inline('two'), suspended);
      expect(await history()).toEqual(['k two*~', 'k one']);
      await index().removeObject(name('k'), { ...suspended, summary: marker('c') });
      expect(await index().removeVersion(name('k'), 'null')).toEqual({ removed: 'marker', freed: [] });
      expect(await history()).toEqual(['k one*']);
    });

    it('becomes current again, and then is one that can be replaced', async () => {
      await plain('old', id(1));
      const one = await put('k', 'one');
      await index().removeVersion(name('k'), one.id);
      expect(await history()).toEqual(['k old*~']);
      expect((await plain('new', id(2))).freed).toEqual([id(1)]);
      expect(await history()).toEqual(['k new*~']);
    });

    it('never drops a version with an id, even where a change began before versions were kept', async () => {
      await index().commitObject(name('k'), filed('old', id(1)));
      await index().commitObject(name('k'), filed('one', id(2)), enabled);
      expect((await plain('late', id(3))).freed).toEqual([id(1)]);
      expect(await history()).toEqual(['k late*~', 'k one']);
      await put('k', 'two');
      expect(await index().removeObject(name('k'), { summary: marker('late') })).toMatchObject({ removed: true, freed: [id(3)], marker: { hasId: false } });
      expect(await history()).toEqual(['k marker late*~', 'k two', 'k one']);
    });

    it('is one, even where a change that began before brings another to where nothing is current', async () => {
      await plain('old', id(1));
      await put('k', 'one');
      await index().removeObject(name('k'), enabled);
      await plain('late', id(2));
      expect(await index().findVersion(name('k'), 'null')).toMatchObject(filed('late', id(2)));
      expect((await index().commitObject(name('k'), inline('two'), enabled)).freed).toEqual([id(1)]);
      expect((await history()).filter((line) => line.endsWith('~'))).toEqual(['k late~']);
      expect(await names(id(1), id(2))).toEqual([false, true]);
    });
  });

  describe('scans of versions', () => {
    beforeEach(async () => {
      for (const key of ['a', 'a/1', 'a/2', 'b']) for (const text of ['1', '2']) await put(key, text);
      await index().removeObject(name('a/2'), { ...enabled, summary: marker('m') });
      await index().createBucket({ name: `${BUCKET}-2`, record: Buffer.alloc(0) });
      await index().commitObject({ bucket: `${BUCKET}-2`, key: 'z' }, inline('z'), enabled);
    });
    const all = ['a 2*', 'a 1', 'a/1 2*', 'a/1 1', 'a/2 marker m*', 'a/2 2', 'a/2 1', 'b 2*', 'b 1'];

    it.each<[string, Partial<VersionScan>, string[]]>([
      ['everything of the bucket', {}, all],
      ['a prefix', { prefix: 'a/' }, all.slice(2, 7)],
      ['a limit', { limit: 3 }, all.slice(0, 3)],
      ['no limit to speak of', { limit: 0 }, []],
      ['after a key', { after: { key: 'a/1' } }, all.slice(4)],
      ['after what is no key', { after: { key: 'a/11' } }, all.slice(4)],
      ['after a common prefix', { after: { key: 'a/' }, afterPrefix: true }, all.slice(7)],
      ['after a text longer than any key', { after: { key: `a/2${'~'.repeat(5000)}` } }, all.slice(7)],
      ['after the last', { after: { key: 'b' } }, []],
      ['after what lies before the prefix', { prefix: 'b', after: { key: 'a' } }, all.slice(7)],
    ])('keep to %s', async (_, more, expected) => {
      expect(await history(more)).toEqual(expected);
    });

    it('go on after any version, one at a time', async () => {
      const seen: string[] = [];
      for (let after: VersionScan['after']; ;) {
        const [next] = await scan({ limit: 1, ...(after && { after }) });
        if (next === undefined) break;
        seen.push(shown(next));
        after = { key: next.key, id: next.id };
      }
      expect(seen).toEqual(all);
    });

    it('miss nothing when what was seen is removed before they go on', async () => {
      const seen: string[] = [];
      for (let after: VersionScan['after']; ;) {
        const page = await scan({ limit: 2, ...(after && { after }) });
        const last = page.at(-1);
        if (last === undefined) break;
        seen.push(...page.map(shown));
        for (const version of page) await index().removeVersion(name(version.key), version.id);
        after = { key: last.key, id: last.id };
      }
      expect(seen.map((line) => line.replace('*', ''))).toEqual(all.map((line) => line.replace('*', '')));
      expect(await scan()).toEqual([]);
    });

    it('call a delete marker the latest only if it is, wherever they begin', async () => {
      const { id: third } = await put('a/2', '3');
      expect(await history({ prefix: 'a/2', after: { key: 'a/2', id: third } })).toEqual(['a/2 marker m', 'a/2 2', 'a/2 1']);
      await index().removeVersion(name('a/2'), third);
      expect(await history({ prefix: 'a/2', after: { key: 'a/2', id: third } })).toEqual(['a/2 marker m*', 'a/2 2', 'a/2 1']);
    });
  });
}
