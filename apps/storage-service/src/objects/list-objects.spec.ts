import fc from 'fast-check';

import { alice, openObjects, put, type OpenObjects } from '../../test/support/open-objects.js';
import type { ObjectListing } from './commands.js';

let open: OpenObjects;
let buckets = 0;
beforeAll(async () => {
  open = await openObjects();
});

async function bucketOf(keys: Iterable<string>): Promise<string> {
  const bucket = `list-${String((buckets += 1))}`;
  await open.objects.createBucket(alice, bucket);
  await Promise.all([...keys].map((key) => open.objects.putObject(put(bucket, key, Buffer.from('x')))));
  return bucket;
}

/** All pages, as a client would walk them. */
async function walk(bucket: string, prefix: string, delimiter: string, maxKeys: number): Promise<{ keys: string[]; prefixes: string[]; pages: number }> {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let after = '';
  for (let pages = 1; ; pages += 1) {
    const page: ObjectListing = await open.objects.listObjects({ bucket, prefix, delimiter, after, maxKeys });
    expect(page.entries.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
    keys.push(...page.entries.map(({ key }) => key));
    prefixes.push(...page.commonPrefixes);
    if (page.nextAfter === undefined) return { keys, prefixes, pages };
    after = page.nextAfter;
  }
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** What S3's documentation says, done naively. */
function model(keys: ReadonlySet<string>, prefix: string, delimiter: string): { keys: string[]; prefixes: string[] } {
  const under = [...keys].filter((key) => key.startsWith(prefix)).sort(byBytes);
  const shown = (key: string): string | undefined => {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return at < 0 ? undefined : key.slice(0, at + delimiter.length);
  };
  const prefixes = [...new Set(under.map(shown).filter((common) => common !== undefined))];
  return { keys: under.filter((key) => shown(key) === undefined), prefixes };
}

it('lists as the model does, whatever the page size', async () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', 'é', '\u{ff61}', '\u{10000}'), minLength: 1, maxLength: 6 });
  const property = fc.asyncProperty(
    fc.uniqueArray(key, { maxLength: 25 }),
    fc.constantFrom('', 'a', 'a/', '/', 'é'),
    fc.constantFrom('', '/', '-', 'a/'),
    fc.integer({ min: 1, max: 6 }),
    async (keys, prefix, delimiter, maxKeys) => {
      const bucket = await bucketOf(keys);
      const { pages, ...found } = await walk(bucket, prefix, delimiter, maxKeys);
      expect(found).toEqual(model(new Set(keys), prefix, delimiter));
      expect(pages).toBeLessThanOrEqual(1 + keys.length);
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

it('shows a common prefix once, however many names lie under it', async () => {
  const bucket = await bucketOf([...Array.from({ length: 2500 }, (_, index) => `a/${String(index)}`), 'b']);
  await expect(open.objects.listObjects({ bucket, prefix: '', delimiter: '/', after: '', maxKeys: 1000 })).resolves.toMatchObject({
    commonPrefixes: ['a/'],
    entries: [{ key: 'b' }],
  });
  await expect(open.objects.listObjects({ bucket, prefix: '', delimiter: '/', after: 'a/17', maxKeys: 1000 })).resolves.toMatchObject({
    commonPrefixes: [],
    entries: [{ key: 'b' }],
  });
});

it('gives nothing, and no more, for no keys', async () => {
  const bucket = await bucketOf(['a']);
  const page = await open.objects.listObjects({ bucket, prefix: '', delimiter: '', after: '', maxKeys: 0 });
  expect(page).toMatchObject({ entries: [], commonPrefixes: [] });
  expect(page.nextAfter).toBeUndefined();
});
