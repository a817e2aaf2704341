import { tempDir } from '@coffer/testing';
import fc from 'fast-check';
import { LmdbObjectIndex } from './lmdb-object-index.js';
import type { ObjectEntry, Versioning } from './object-index.js';

interface ModelVersion {
  readonly id: string;
  readonly hasId: boolean;
  /** Its body's id; undefined: a delete marker. */
  readonly body: string | undefined;
}

/** Versions as one would keep them without thinking of disks: a list for each key, the newest first. */
class Model {
  readonly keys = new Map<string, ModelVersion[]>();

  versions(key: string): ModelVersion[] {
    return this.keys.get(key) ?? [];
  }

  /** The bodies that it frees. */
  add(key: string, version: ModelVersion): string[] {
    const replaced = version.hasId ? [] : this.versions(key).filter(({ hasId }) => !hasId);
    this.keys.set(key, [version, ...this.versions(key).filter((other) => !replaced.includes(other))]);
    return bodiesOf(replaced);
  }

  remove(key: string, version: ModelVersion): string[] {
    this.keys.set(key, this.versions(key).filter((other) => other !== version));
    return bodiesOf([version]);
  }

  /** `key id`, `*` for the latest, `!` for delete markers, `~` for null versions. */
  history(): string[] {
    const keys = [...this.keys.keys()].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return keys.flatMap((key) => this.versions(key).map(({ id, hasId, body }, at) => `${key} ${id}${at === 0 ? '*' : ''}${body === undefined ? '!' : ''}${hasId ? '' : '~'}`));
  }

  current(): string[] {
    return [...this.keys.keys()].filter((key) => this.versions(key)[0]?.body !== undefined).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
}

function bodiesOf(versions: readonly ModelVersion[]): string[] {
  return versions.flatMap(({ body }) => (body === undefined ? [] : [body]));
}

const key = fc.constantFrom('k', 'k\0', 'k\u0001', 'k/', '\uffff', '\u{10000}');
const command = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('put' as const), key }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), key }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('remove' as const), key, at: fc.nat({ max: 6 }), byNull: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('switch' as const), to: fc.constantFrom<Versioning>('enabled', 'suspended') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('page' as const), limit: fc.integer({ min: 1, max: 5 }) }) },
);

describe('LmdbObjectIndex', () => {
  it('keeps versions as lists would, whatever is put, deleted, removed and switched', async () => {
    const index = await LmdbObjectIndex.open(tempDir());
    let [run, bodies] = [0, 0];

    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 40 }), async (commands) => {
        const bucket = `m-${(run += 1)}`;
        await index.createBucket({ name: bucket, record: Buffer.alloc(0) });
        const model = new Model();
        const freedAll: string[] = [];
        let versioning: Versioning = 'unversioned';
        const history = async (limit: number): Promise<string[]> => {
          const lines: string[] = [];
          for (let after: { key: string; id: Buffer } | undefined; ;) {
            const page = await index.scanVersions(bucket, { prefix: '', limit, ...(after && { after }) });
            lines.push(...page.map((v) => `${v.key} ${v.id.toString('hex')}${v.isLatest ? '*' : ''}${v.isMarker ? '!' : ''}${v.hasId ? '' : '~'}`));
            after = page.at(-1);
            if (after === undefined) return lines;
          }
        };
        for (const step of commands) {
          if (step.kind === 'switch') {
            versioning = step.to;
          } else if (step.kind === 'page') {
            expect(await history(step.limit)).toEqual(model.history());
          } else if (step.kind === 'put') {
            const body = String((bodies += 1)).padStart(26, '0');
            const entry: ObjectEntry = { summary: Buffer.from(body), record: Buffer.from(body), body: { kind: 'bodies', ids: [body] } };
            const { id, freed } = await index.commitObject({ bucket, key: step.key }, entry, { versioning });
            expect(freed).toEqual(model.add(step.key, { id: id.toString('hex'), hasId: versioning === 'enabled', body }));
            freedAll.push(...freed);
          } else if (step.kind === 'delete') {
            const { marker, freed } = await index.removeObject({ bucket, key: step.key }, { versioning });
            const [current] = model.versions(step.key);
            if (marker !== undefined) expect(freed).toEqual(model.add(step.key, { id: marker.id.toString('hex'), hasId: marker.hasId, body: undefined }));
            else expect(freed).toEqual(current === undefined ? [] : model.remove(step.key, current));
            expect(marker?.hasId).toBe(versioning === 'unversioned' ? undefined : versioning === 'enabled');
            freedAll.push(...freed);
          } else {
            const target = step.byNull ? model.versions(step.key).find(({ hasId }) => !hasId) : model.versions(step.key)[step.at];
            const { removed, freed } = await index.removeVersion({ bucket, key: step.key }, step.byNull ? 'null' : Buffer.from(target?.id ?? '00', 'hex'));
            expect(removed).toBe(target === undefined ? undefined : target.body === undefined ? 'marker' : 'object');
            expect(freed).toEqual(target === undefined ? [] : model.remove(step.key, target));
            freedAll.push(...freed);
          }
        }
        expect(await history(1000)).toEqual(model.history());
        expect((await index.scanObjects(bucket, { prefix: '', limit: 1000 })).map((found) => found.key)).toEqual(model.current());
        for (const [name, versions] of model.keys) {
          expect((await index.findObject({ bucket, key: name }))?.record.toString()).toBe(versions[0]?.body);
          for (const { id, body } of versions) {
            const found = await index.findVersion({ bucket, key: name }, Buffer.from(id, 'hex'));
            expect(found?.kind === 'object' ? found.record.toString() : undefined).toBe(body);
            if (body !== undefined) expect(await index.namesBody(body)).toBe(true);
          }
        }
        expect(await Promise.all(freedAll.map((id) => index.namesBody(id)))).not.toContain(true);
      }),
      { numRuns: 60, seed: 1 },
    );
    await index.close();
  });
});
