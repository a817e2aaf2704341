/**
 * Writes objects without end until it is killed: `node crash-writer.mjs DIST DATA`. It says what was acknowledged, one line each, and only then:
 * `KEY ROUND`. Half of the objects are small and lie in the index, half are files; names are written over again and again.
 *
 * Some writers keep versions, in the bucket `v`: `v+ ID` for a version that is there, `v- ID` before it is removed for good.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , dist, data] = process.argv;
const load = (name) => import(pathToFileURL(join(dist, 'engine', name)).href);
const { LmdbObjectIndex } = await load('lmdb-object-index.js');
const { FileBodyStore } = await load('file-body-store.js');

const WRITERS = 8;
const VERSION_WRITERS = 4;
const NAMES_EACH = 5;
const SMALL_SIZE = 3000;
const LARGE_SIZE = 300_000;

const index = await LmdbObjectIndex.open(join(data, 'index'));
const bodies = await FileBodyStore.open(join(data, 'bodies'));
for (const name of ['b', 'v']) await index.createBucket({ name, record: Buffer.alloc(0) });

async function write(writer) {
  for (let round = 1; ; round += 1) {
    const key = `${writer}-${round % NAMES_EACH}`;
    const { freed } = await index.commitObject({ bucket: 'b', key }, await entry(`${key} ${round}`, round));
    writeSync(1, `${key} ${round}\n`);
    for (const id of freed) await bodies.remove(id);
  }
}

async function entry(text, round) {
  const record = Buffer.from(text);
  const fill = Buffer.from(`${text};`);
  const body =
    round % 2 === 0
      ? { kind: 'inline', bytes: Buffer.alloc(SMALL_SIZE, fill) }
      : { kind: 'bodies', ids: [(await bodies.write([Buffer.alloc(LARGE_SIZE, fill)])).id] };
  return { summary: record, record, body };
}

/** Puts versions and delete markers, and removes the newest, or an older one, now and then. */
async function writeVersions(writer) {
  const versions = [];
  const name = { bucket: 'v', key: `v${writer}` };
  for (let round = 1; ; round += 1) {
    const { id } = await index.commitObject(name, await entry(`${name.key} ${round}`, round), { versioning: 'enabled' });
    writeSync(1, `v+ ${id.toString('hex')}\n`);
    versions.push(id);
    if (round % 3 === 0) await index.removeObject(name, { versioning: 'enabled', summary: Buffer.from('marker') });
    if (round % 2 !== 0) continue;
    const [old] = versions.splice(round % 4 === 0 ? -1 : 0, 1);
    writeSync(1, `v- ${old.toString('hex')}\n`);
    for (const body of (await index.removeVersion(name, old)).freed) await bodies.remove(body);
  }
}

await Promise.all([
  ...Array.from({ length: WRITERS }, (_, writer) => write(writer)),
  ...Array.from({ length: VERSION_WRITERS }, (_, writer) => writeVersions(writer)),
]);
