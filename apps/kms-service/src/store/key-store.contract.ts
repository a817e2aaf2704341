import { COMMIT_CHANGES_MAX, LIST_ROWS_MAX, TABLES, type Change, type KeyStore } from './key-store.js';

const bytes = (text: string): Buffer => Buffer.from(text);
const add = (id: string, text = 'x'): Change => ({ table: 'key', id, expected: null, value: bytes(text) });

/** What every KeyStore promises. `create` gives an empty one. */
export function describeKeyStore(name: string, create: () => Promise<KeyStore>): void {
  describe(`${name} keeps the KeyStore contract`, () => {
    let store: KeyStore;

    beforeEach(async () => {
      store = await create();
    });

    afterEach(() => store.close());

    it('gives back what a commit put, and nothing under other ids or in other tables', async () => {
      expect(await store.commit([add('a', 'the row')])).toBe(true);
      expect(await store.get('key', 'a')).toEqual(bytes('the row'));
      expect(await store.get('key', 'b')).toBeUndefined();
      expect(await store.get('alias', 'a')).toBeUndefined();
    });

    it('adds a row only where there is none', async () => {
      await store.commit([add('a', 'first')]);
      expect(await store.commit([add('a', 'second')])).toBe(false);
      expect(await store.get('key', 'a')).toEqual(bytes('first'));
    });

    it('replaces and removes a row only if it holds what is expected', async () => {
      await store.commit([add('a', 'first')]);
      const replace = (expected: string, value: Buffer | null): Promise<boolean> => store.commit([{ table: 'key', id: 'a', expected: bytes(expected), value }]);
      expect(await replace('other', bytes('second'))).toBe(false);
      expect(await replace('first', bytes('second'))).toBe(true);
      expect(await replace('first', null)).toBe(false);
      expect(await replace('second', null)).toBe(true);
      expect(await store.get('key', 'a')).toBeUndefined();
    });

    it.each(TABLES)('keeps rows of the table %s apart from those of every other', async (table) => {
      expect(await store.commit([{ table, id: 'a', expected: null, value: bytes(table) }])).toBe(true);
      for (const other of TABLES) {
        expect(await store.get(other, 'a')).toEqual(other === table ? bytes(table) : undefined);
        expect((await store.list(other, '', '', 10)).map(({ id }) => id)).toEqual(other === table ? ['a'] : []);
        expect(await store.count(other, 'a')).toBe(other === table ? 1 : 0);
      }
      expect(await store.commit([{ table, id: 'a', expected: bytes(table), value: null }])).toBe(true);
      expect(await store.get(table, 'a')).toBeUndefined();
    });

    it('counts the rows that begin with a prefix', async () => {
      for (const id of ['k/a', 'k/b', 'kk/c', 'l/d']) await store.commit([add(id)]);
      expect([await store.count('key', 'k/'), await store.count('key', ''), await store.count('key', 'none/'), await store.count('alias', 'k/')]).toEqual([2, 4, 0, 0]);
    });

    it('expects a row that is not there in vain', async () => {
      expect(await store.commit([{ table: 'key', id: 'a', expected: bytes('x'), value: bytes('y') }])).toBe(false);
      expect(await store.get('key', 'a')).toBeUndefined();
    });

    it('makes all changes of a commit or none', async () => {
      await store.commit([add('taken')]);
      expect(await store.commit([add('fresh'), add('taken')])).toBe(false);
      expect(await store.get('key', 'fresh')).toBeUndefined();
      expect(await store.commit([add('fresh'), { table: 'alias', id: 'n', expected: null, value: bytes('y') }])).toBe(true);
      expect(await store.get('alias', 'n')).toEqual(bytes('y'));
    });

    it('lets one of many concurrent commits of the same row win', async () => {
      const won = await Promise.all(Array.from({ length: 20 }, (_, i) => store.commit([add('a', String(i))])));
      expect(won.filter((isMade) => isMade)).toHaveLength(1);
      expect(await store.get('key', 'a')).toEqual(bytes(String(won.indexOf(true))));
    });

    it('lists rows of one prefix in order of their ids, after the one that is named', async () => {
      await store.commit(['p/b', 'p/a', 'p/c', 'o/z', 'q/a', 'p'].map((id) => add(id, id)));
      const ids = async (after: string, limit: number): Promise<string[]> => (await store.list('key', 'p/', after, limit)).map(({ id }) => id);
      expect(await ids('', 10)).toEqual(['p/a', 'p/b', 'p/c']);
      expect(await ids('a', 10)).toEqual(['p/b', 'p/c']);
      expect(await ids('', 2)).toEqual(['p/a', 'p/b']);
      expect(await ids('c', 10)).toEqual([]);
      expect(await ids('aa', 10)).toEqual(['p/b', 'p/c']);
      expect((await store.list('key', 'p/', 'b', 1))[0]?.value).toEqual(bytes('p/c'));
    });

    it('lists no more rows than its limit, whatever is asked for', async () => {
      const ids = Array.from({ length: LIST_ROWS_MAX + 1 }, (_, i) => `p/${String(i).padStart(5, '0')}`);
      for (let at = 0; at < ids.length; at += COMMIT_CHANGES_MAX) await store.commit(ids.slice(at, at + COMMIT_CHANGES_MAX).map((id) => add(id)));
      expect(await store.list('key', 'p/', '', LIST_ROWS_MAX)).toHaveLength(LIST_ROWS_MAX);
      expect(await store.list('key', 'p/', '', LIST_ROWS_MAX + 1)).toHaveLength(LIST_ROWS_MAX);
    });

    it('takes as many changes in one commit as its limit and no more', async () => {
      const changes = Array.from({ length: COMMIT_CHANGES_MAX + 1 }, (_, i) => add(`n${String(i)}`));
      expect(await store.commit(changes.slice(1))).toBe(true);
      await expect((async () => store.commit(changes))()).rejects.toThrow(RangeError);
    });

    it('rewrites the rows of some tables, all or none, across more than one page', async () => {
      const ids = Array.from({ length: LIST_ROWS_MAX + 1 }, (_, i) => String(i).padStart(5, '0'));
      for (let at = 0; at < ids.length; at += COMMIT_CHANGES_MAX) await store.commit(ids.slice(at, at + COMMIT_CHANGES_MAX).map((id) => add(id)));
      await store.commit([{ table: 'meta', id: 'a', expected: null, value: bytes('x') }, { table: 'alias', id: 'a', expected: null, value: bytes('x') }]);
      const asked: string[] = [];
      const renew = (table: string, { id, value }: { readonly id: string; readonly value: Buffer }): Buffer | undefined => {
        asked.push(`${table}/${id}`);
        return id === '00001' ? undefined : bytes(`${value.toString()}y`);
      };
      expect(await store.rewrite(['meta', 'key'], renew)).toBe(ids.length);
      expect(asked).toEqual(['meta/a', ...ids.map((id) => `key/${id}`)]);
      expect(await Promise.all([store.get('key', '00000'), store.get('key', '00001'), store.get('key', ids.at(-1) ?? ''), store.get('meta', 'a'), store.get('alias', 'a')])).toEqual(['xy', 'x', 'xy', 'xy', 'x'].map(bytes));
    });

    it('changes nothing where a rewrite throws, and throws that', async () => {
      await store.commit([add('a'), add('b')]);
      const failing = store.rewrite(['key'], (_table, { id }) => {
        if (id === 'b') throw new RangeError('not this one');
        return bytes('y');
      });
      await expect(failing).rejects.toThrow(new RangeError('not this one'));
      expect(await store.get('key', 'a')).toEqual(bytes('x'));
    });

    it('gives out rows that can be changed without changing the store', async () => {
      await store.commit([add('a', 'row')]);
      (await store.get('key', 'a'))?.fill(0);
      expect(await store.get('key', 'a')).toEqual(bytes('row'));
    });
  });
}
