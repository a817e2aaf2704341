import { tempDir } from '@coffer/testing';
import fc from 'fast-check';
import { LmdbObjectIndex } from './lmdb-object-index.js';
import type { ObjectEntry, Scan } from './object-index.js';

/** The index as one would write it without thinking of disks: a Map of names, sorted when asked. */
class Model {
  readonly objects = new Map<string, { entry: ObjectEntry }>();

  put(key: string, entry: ObjectEntry): readonly string[] {
    const named = idsOf(entry);
    const freed = idsOf(this.objects.get(key)?.entry).filter((id) => !named.includes(id));
    this.objects.set(key, { entry });
    return freed;
  }

  remove(key: string): readonly string[] | undefined {
    const old = this.objects.get(key);
    this.objects.delete(key);
    return old && idsOf(old.entry);
  }

  scan({ prefix, after, afterPrefix, limit }: Scan): string[] {
    const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
    const isAfter = (key: string): boolean =>
      after === undefined || (Buffer.compare(bytes(key), bytes(after)) > 0 && !(afterPrefix === true && key.startsWith(after)));
    const listed = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && isAfter(key));
    return listed.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b))).slice(0, limit);
  }
}

function idsOf(entry: ObjectEntry | undefined): readonly string[] {
  return entry?.body.kind === 'bodies' ? entry.body.ids : [];
}

/** Few distinct characters, so that keys meet, are prefixes of one another, and stand at the edges of UTF-8's and UTF-16's orders. */
const character = fc.constantFrom('a', 'b', '/', '\0', '\u0001', '\u007f', '\u0080', '\u00ff', '\u07ff', '\ud7ff', '\ue000', '\uff61', '\uffff', '\u{10000}', '\u{10ffff}');
const text = (minLength: number): fc.Arbitrary<string> => fc.array(character, { minLength, maxLength: 5 }).map((characters) => characters.join(''));

const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), key: text(1), filed: fc.boolean(), size: fc.constantFrom(0, 1, 100, 5000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), key: text(1) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('scan' as const), prefix: text(0), after: fc.option(text(1), { nil: undefined }), afterPrefix: fc.boolean(), limit: fc.integer({ min: 0, max: 12 }) }),
  },
);

describe('LmdbObjectIndex', () => {
  it('does what a sorted Map would, whatever is put, removed and listed', async () => {
    const index = await LmdbObjectIndex.open(tempDir());
    for (const neighbour of ['m', 'm-', 'm0']) await index.createBucket({ name: neighbour, record: Buffer.alloc(0) });
    for (const neighbour of ['m', 'm0']) await index.commitObject({ bucket: neighbour, key: 'a' }, { summary: Buffer.alloc(0), record: Buffer.alloc(0), body: { kind: 'bodies', ids: [] } });
    let [run, bodies] = [0, 0];

    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 40 }), async (commands) => {
        const bucket = `m-${(run += 1)}`;
        await index.createBucket({ name: bucket, record: Buffer.alloc(0) });
        const model = new Model();
        for (const step of commands) {
          if (step.kind === 'put') {
            const body: ObjectEntry['body'] = step.filed ? { kind: 'bodies', ids: [String((bodies += 1)).padStart(26, '0')] } : { kind: 'inline', bytes: Buffer.alloc(step.size, 'x') };
            const entry: ObjectEntry = { summary: Buffer.from(step.key), record: Buffer.alloc(step.size, 'r'), body };
            expect(await index.commitObject({ bucket, key: step.key }, entry)).toMatchObject({ freed: model.put(step.key, entry) });
          } else if (step.kind === 'remove') {
            const freed = model.remove(step.key);
            expect(await index.removeObject({ bucket, key: step.key })).toEqual({ removed: freed !== undefined, freed: freed ?? [] });
          } else {
            const { kind: _, after, ...rest } = step;
            const scan: Scan = after === undefined ? rest : { ...rest, after };
            expect((await index.scanObjects(bucket, scan)).map((found) => found.key)).toEqual(model.scan(scan));
          }
        }
        for (const [key, { entry }] of model.objects) {
          const found = await index.findObject({ bucket, key });
          expect(found?.record.equals(entry.record)).toBe(true);
          expect(idsOf(found)).toEqual(idsOf(entry));
        }
        expect((await index.scanObjects(bucket, { prefix: '', limit: 1000 })).map(({ key }) => key)).toEqual(model.scan({ prefix: '', limit: 1000 }));
      }),
      { numRuns: 60, seed: 1 },
    );
    await index.close();
  });
});
