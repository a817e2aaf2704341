import type { ObjectIndex } from './object-index.js';
import { BUCKET, name, inline } from './object-index.samples.contract.js';

/** Scans: UTF-8 byte order, prefixes, pages. `index` is the one of the test under way. */
export function describeScans(index: () => ObjectIndex): void {
  describe('scans', () => {
    const keys = async (scan: Partial<Parameters<ObjectIndex['scanObjects']>[1]> = {}): Promise<string[]> =>
      (await index().scanObjects(BUCKET, { prefix: '', limit: 1000, ...scan })).map(({ key }) => key);
    const put = async (...names: string[]): Promise<void> => {
      await Promise.all(names.map((key) => index().commitObject(name(key), inline(key))));
    };

    it('gives keys in the order of UTF-8, where UTF-16 order is another', async () => {
      const sorted = ['A', 'a', 'a\0', 'a\0b', 'a ', 'a/', 'a/b', 'aa', 'b', '\u00ff', '\uff61', '\uffff', '\u{10000}', '\u{10ffff}'];
      await put(...sorted.toReversed());
      expect(await keys()).toEqual(sorted);
    });

    it('gives the summaries that were committed last', async () => {
      await put('a', 'b');
      await index().commitObject(name('a'), inline('newer'));
      expect(await index().scanObjects(BUCKET, { prefix: '', limit: 9 })).toEqual([
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
      await index().createBucket({ name: 'notes-2', record: Buffer.alloc(0) });
      await index().createBucket({ name: 'note', record: Buffer.alloc(0) });
      await index().commitObject({ bucket: 'notes-2', key: 'x' }, inline('x'));
      await index().commitObject({ bucket: 'note', key: 'y' }, inline('y'));
      await put('a');
      expect(await keys()).toEqual(['a']);
      expect(await keys({ after: '\u{10ffff}' })).toEqual([]);
    });

    it('sees whole pages while others write', async () => {
      await put(...Array.from({ length: 300 }, (_, i) => `k${String(i).padStart(4, '0')}`));
      const writes = Promise.all(Array.from({ length: 300 }, (_, i) => index().commitObject(name(`k${String(i).padStart(4, '0')}`), inline('again'))));
      const scans = await Promise.all(
        Array.from({ length: 50 }, async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return index().scanObjects(BUCKET, { prefix: 'k', limit: 1000 });
        }),
      );
      await writes;
      expect(new Set(scans.map((scan) => scan.length))).toEqual(new Set([300]));
    });
  });
}
