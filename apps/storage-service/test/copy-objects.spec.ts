import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterTests, tempDir } from '@coffer/testing';
import { bodyPlace } from '../src/engine/body-id.js';
import { BodyGone, copyObjects, type ObjectPlaces } from '../src/engine/copy-objects.js';
import { FileBodyStore } from '../src/engine/file-body-store.js';
import { IndexUnusable } from '../src/engine/index-file.js';
import { LmdbObjectIndex } from '../src/engine/lmdb-object-index.js';

const BUCKET = 'notes';
const KEYS = 400;

const placesIn = (directory: string): ObjectPlaces => ({ index: join(directory, 'index'), bodies: join(directory, 'bodies') });

/** An engine whose objects each have a body that says its key. */
class Engine {
  private constructor(
    readonly places: ObjectPlaces,
    readonly index: LmdbObjectIndex,
    readonly bodies: FileBodyStore,
  ) {}

  static async open(directory = tempDir()): Promise<Engine> {
    const places = placesIn(directory);
    const engine = new Engine(places, await LmdbObjectIndex.open(places.index), await FileBodyStore.open(places.bodies));
    await engine.index.createBucket({ name: BUCKET, record: Buffer.of(1) });
    return engine;
  }

  async put(key: string): Promise<string> {
    const { id } = await this.bodies.write([Buffer.from(`body of ${key}`)]);
    const { freed } = await this.index.commitObject({ bucket: BUCKET, key }, { summary: Buffer.from(key), record: Buffer.from(key), body: { kind: 'bodies', ids: [id] } });
    for (const body of freed) await this.bodies.remove(body);
    return id;
  }

  async remove(key: string): Promise<void> {
    for (const body of (await this.index.removeObject({ bucket: BUCKET, key })).freed) await this.bodies.remove(body);
  }

  async close(): Promise<void> {
    await this.index.close();
    await this.bodies.close();
  }
}

/** What the index in `places` has, by key: what the body of each says. */
async function contents(places: ObjectPlaces): Promise<ReadonlyMap<string, string>> {
  const index = await LmdbObjectIndex.open(places.index);
  const found = new Map<string, string>();
  for (const { key } of await index.scanObjects(BUCKET, { prefix: '', limit: 10_000 })) {
    const entry = await index.findObject({ bucket: BUCKET, key });
    if (entry?.body.kind !== 'bodies') throw new Error('no body');
    found.set(key, entry.body.ids.map((id) => readFileSync(join(places.bodies, bodyPlace(id)), 'utf8')).join(''));
  }
  await index.close();
  return found;
}

const filesIn = (directory: string): string[] => readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);

describe('copyObjects', () => {
  it('has the body of every object that its index has, while all are written anew and removed', async () => {
    const engine = await Engine.open();
    const keys = Array.from({ length: KEYS }, (_, index) => `key ${String(index)}`);
    for (const key of keys) await engine.put(key);
    let isCopied = false;
    const churn = async (of: readonly string[]): Promise<void> => {
      while (!isCopied) {
        for (const key of of) {
          await (key.endsWith('7') ? engine.remove(key) : engine.put(key));
          if (key.endsWith('7')) await engine.put(key);
        }
      }
    };
    const churning = Promise.all([churn(keys.slice(0, 8)), churn(keys.slice(8, 200)), churn(keys.slice(200).reverse())]);
    try {
      for (let round = 0; round < 5; round += 1) {
        const to = placesIn(tempDir());
        await copyObjects(engine.places, to);
        const found = await contents(to);
        for (const key of keys) if (!key.endsWith('7')) expect(found.get(key)).toBe(`body of ${key}`);
        for (const [key, body] of found) expect(body).toBe(`body of ${key}`);
        expect(filesIn(to.bodies)).toHaveLength(found.size);
      }
    } finally {
      isCopied = true;
      await churning;
    }
    expect(filesIn(engine.places.bodies)).toHaveLength(KEYS);
    await engine.close();
  });

  it('links bodies where it can, and copies nothing that no object has', async () => {
    const engine = await Engine.open();
    const id = await engine.put('a');
    await engine.bodies.write([Buffer.from('named by nobody')]);
    const to = placesIn(tempDir());
    expect(await copyObjects(engine.places, to)).toBe(1);
    expect(statSync(join(to.bodies, bodyPlace(id))).ino).toBe(statSync(join(engine.places.bodies, bodyPlace(id))).ino);
    expect(filesIn(to.bodies)).toEqual([id]);
    expect(readdirSync(to.index)).toEqual(['data.mdb']);
    await engine.close();
  });

  it('has the bodies of versions that are not current any more', async () => {
    const engine = await Engine.open();
    const name = { bucket: BUCKET, key: 'a' };
    const ids: string[] = [];
    for (const text of ['one', 'two']) {
      const { id } = await engine.bodies.write([Buffer.from(text)]);
      ids.push(id);
      await engine.index.commitObject(name, { summary: Buffer.from(text), record: Buffer.from(text), body: { kind: 'bodies', ids: [id] } }, { versioning: 'enabled' });
    }
    await engine.index.removeObject(name, { versioning: 'enabled' });
    const to = placesIn(tempDir());
    expect(await copyObjects(engine.places, to)).toBe(2);
    expect(filesIn(to.bodies).toSorted()).toEqual(ids.toSorted());
    const copy = await LmdbObjectIndex.open(to.index);
    expect((await copy.scanVersions(BUCKET, { prefix: '', limit: 9 })).map(({ summary, isMarker }) => [summary.toString(), isMarker])).toEqual([['', true], ['two', false], ['one', false]]);
    await copy.close();
    await engine.close();
  });

  it('copies bodies to another file system, where they cannot be linked', async () => {
    const engine = await Engine.open();
    const ids = await Promise.all(Array.from({ length: 40 }, (_, index) => engine.put(`key ${String(index)}`)));
    const elsewhere = mkdtempSync('/dev/shm/coffer-test-');
    afterTests(() => { rmSync(elsewhere, { recursive: true }); });
    const to = placesIn(elsewhere);
    expect(statSync(elsewhere).dev).not.toBe(statSync(engine.places.bodies).dev);
    expect(await copyObjects(engine.places, to)).toBe(ids.length);
    expect([...(await contents(to)).values()].toSorted()).toEqual(ids.map((_, index) => `body of key ${String(index)}`).toSorted());
    expect(statSync(join(to.bodies, bodyPlace(ids[0] ?? ''))).mode & 0o777).toBe(0o600);
    await engine.close();
  });

  it('says so where a body is gone, and keeps nothing more', async () => {
    const engine = await Engine.open();
    const id = await engine.put('a');
    rmSync(join(engine.places.bodies, bodyPlace(id)));
    await expect(copyObjects(engine.places, placesIn(tempDir()))).rejects.toThrow(new BodyGone(`the body ${id} is not there`));
    expect(readdirSync(engine.places.bodies)).toHaveLength(1);
    await engine.close();
  });

  it('refuses a place without an index', async () => {
    await expect(copyObjects(placesIn(tempDir()), placesIn(tempDir()))).rejects.toThrow(IndexUnusable);
  });
});
