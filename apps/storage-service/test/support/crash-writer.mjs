/**
 * Writes objects without end until it is killed: `node crash-writer.mjs DIST DATA`. It says what was acknowledged, one line each, and only then:
 * `KEY ROUND`. Half of the objects are small and lie in the index, half are files; names are written over again and again.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , dist, data] = process.argv;
const load = (name) => import(pathToFileURL(join(dist, 'engine', name)).href);
const { LmdbObjectIndex } = await load('lmdb-object-index.js');
const { FileBodyStore } = await load('file-body-store.js');

const WRITERS = 8;
const NAMES_EACH = 5;
const SMALL_SIZE = 3000;
const LARGE_SIZE = 300_000;

const index = await LmdbObjectIndex.open(join(data, 'index'));
const bodies = await FileBodyStore.open(join(data, 'bodies'));
await index.createBucket({ name: 'b', record: Buffer.alloc(0) });

async function write(writer) {
  for (let round = 1; ; round += 1) {
    const key = `${writer}-${round % NAMES_EACH}`;
    const record = Buffer.from(`${key} ${round}`);
    const fill = Buffer.from(`${key} ${round};`);
    const body =
      round % 2 === 0
        ? { kind: 'inline', bytes: Buffer.alloc(SMALL_SIZE, fill) }
        : { kind: 'bodies', ids: [(await bodies.write([Buffer.alloc(LARGE_SIZE, fill)])).id] };
    const { freed } = await index.commitObject({ bucket: 'b', key }, { summary: record, record, body });
    writeSync(1, `${record.toString()}\n`);
    for (const id of freed) await bodies.remove(id);
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
