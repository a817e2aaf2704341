import type { ObjectIndex } from './object-index.js';
import { BUCKET, filed, id, inline, name, part, upload } from './object-index.samples.contract.js';

const enabled = { versioning: 'enabled' } as const;
const suspended = { versioning: 'suspended' } as const;
const NO_ID = Buffer.alloc(16);
const tags = (text: string): Buffer => Buffer.from(`tags ${text}`);

/** Tags of objects and of their versions. `index` is the one of the test under way. */
export function describeTags(index: () => ObjectIndex): void {
  const found = async (key: string): Promise<Buffer | undefined> => (await index().findObject(name(key)))?.tags;
  const ofVersion = async (key: string, version: Buffer | 'null'): Promise<Buffer | undefined> => {
    const told = await index().findVersion(name(key), version);
    return told?.kind === 'object' ? told.tags : undefined;
  };

  describe('tags', () => {
    it('are put with an object, changed and taken away, and nothing else of it changes', async () => {
      const { id: version } = await index().commitObject(name('k'), { ...inline('one'), tags: tags('a') });
      expect(await index().findObject(name('k'))).toEqual({ ...inline('one'), id: version, hasId: false, tags: tags('a') });
      expect(await index().putTags(name('k'), version, tags('b'))).toBe(true);
      expect(await index().findObject(name('k'))).toEqual({ ...inline('one'), id: version, hasId: false, tags: tags('b') });
      expect(await index().putTags(name('k'), version, undefined)).toBe(true);
      expect(await index().findObject(name('k'))).toEqual({ ...inline('one'), id: version, hasId: false });
      expect(await index().putTags(name('k'), version, tags('c'))).toBe(true);
      expect(await found('k')).toEqual(tags('c'));
    });

    it('do not go over to the object that takes its place', async () => {
      await index().commitObject(name('k'), { ...filed('one', id(1)), tags: tags('a') });
      expect((await index().commitObject(name('k'), filed('two', id(2)))).freed).toEqual([id(1)]);
      expect(await found('k')).toBeUndefined();
    });

    it('are not put where there is no such version, nor on a delete marker', async () => {
      expect(await index().putTags(name('k'), NO_ID, tags('a'))).toBe(false);
      const { id: replaced } = await index().commitObject(name('k'), inline('one'));
      await index().commitObject(name('k'), inline('two'));
      expect(await index().putTags(name('k'), replaced, tags('a'))).toBe(false);
      const { marker } = await index().removeObject(name('k'), enabled);
      expect(await index().putTags(name('k'), marker?.id ?? NO_ID, tags('a'))).toBe(false);
      expect(await ofVersion('k', 'null')).toBeUndefined();
    });

    it('are each version’s own, current or not', async () => {
      const one = await index().commitObject(name('k'), { ...inline('one'), tags: tags('a') }, enabled);
      const two = await index().commitObject(name('k'), inline('two'), enabled);
      expect([await ofVersion('k', one.id), await ofVersion('k', two.id)]).toEqual([tags('a'), undefined]);
      await index().putTags(name('k'), one.id, tags('b'));
      await index().putTags(name('k'), two.id, tags('c'));
      expect([await ofVersion('k', one.id), await ofVersion('k', two.id), await found('k')]).toEqual([tags('b'), tags('c'), tags('c')]);
      await index().removeVersion(name('k'), two.id);
      expect([await found('k'), await ofVersion('k', two.id)]).toEqual([tags('b'), undefined]);
      expect((await index().scanVersions(BUCKET, { prefix: '', limit: 9 })).map(({ isLatest }) => isLatest)).toEqual([true]);
    });

    it('of the null version go with it, and stay while it is kept', async () => {
      const { id: version } = await index().commitObject(name('k'), { ...inline('one'), tags: tags('a') });
      const later = await index().commitObject(name('k'), inline('two'), enabled);
      expect(await ofVersion('k', 'null')).toEqual(tags('a'));
      await index().putTags(name('k'), version, tags('b'));
      expect(await ofVersion('k', 'null')).toEqual(tags('b'));
      await index().commitObject(name('k'), inline('three'), suspended);
      expect([await found('k'), await ofVersion('k', 'null'), await ofVersion('k', later.id)]).toEqual([undefined, undefined, undefined]);
    });

    it('come with an upload that is completed', async () => {
      await index().createUpload({ name: upload('k'), record: Buffer.from('r') });
      await index().putPart(upload('k'), part(1, 'p', id(1)));
      await index().completeUpload(upload('k'), { ...filed('whole', id(1)), tags: tags('a') }, new Map([[1, Buffer.from('p')]]));
      expect(await found('k')).toEqual(tags('a'));
    });

    it('are not lost to writes at the same time: what is left is one object whole', async () => {
      const { id: version } = await index().commitObject(name('k'), inline('one'));
      const changes = Array.from({ length: 20 }, (_, at) => [index().putTags(name('k'), version, tags(`of one, ${at}`)), index().commitObject(name('k'), { ...inline(`later ${at}`), tags: tags(`of later ${at}`) })]);
      await Promise.all(changes.flat());
      const last = await index().findObject(name('k'));
      expect(last?.tags?.toString()).toBe(`tags of ${last?.body.kind === 'inline' ? last.body.bytes.toString() : ''}`);
    });
  });
}
