/**
 * Fills the disk that the index lies on, in a process of its own: an unhandled rejection ends it, as it would end the service. Prints what it
 * saw as JSON. Arguments: the built engine, a directory on a disk of 8 MiB.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';

const [dist, directory] = process.argv.slice(2);
const { LmdbObjectIndex } = await import(pathToFileURL(join(dist, 'engine/lmdb-object-index.js')).href);
const MIB = 1024 * 1024;
const bucket = 'b';
const ballast = join(directory, 'ballast');
const entry = (size, fill) => ({ summary: Buffer.from(fill), record: Buffer.from(fill), body: { kind: 'inline', bytes: Buffer.alloc(size, fill) } });
const open = () => LmdbObjectIndex.open(join(directory, 'index'));
const sizeOf = async (index, key) => (await index.findObject({ bucket, key }))?.body.bytes.length;
const told = ({ name, code, message, retryAfterSeconds }) => ({ name, code, message, retryAfterSeconds });
const outcomeOf = (change) => change.then(() => 'done', told);

let index = await open();
await index.createBucket({ name: bucket, record: Buffer.alloc(0) });
await index.commitObject({ bucket, key: 'k' }, entry(10_000, 'old'));
writeFileSync(ballast, Buffer.alloc(5 * MIB));
const keys = Array.from({ length: 12 }, (_, i) => `k${String(i).padStart(2, '0')}`);
const together = keys.map((key) => outcomeOf(index.commitObject({ bucket, key }, entry(MIB, 'new'))));
const guarded = outcomeOf(index.commitObject({ bucket, key: 'k' }, entry(4 * MIB, 'new'), () => undefined));
const outcomes = await Promise.all(together);
const seen = { outcomes, guarded: await guarded, old: await sizeOf(index, 'k') };
seen.listed = (await index.scanObjects(bucket, { prefix: '', limit: 99 })).map(({ key }) => key);
for (const key of seen.listed.slice(1)) await index.removeObject({ bucket, key });

let inTurn = 'done';
for (let i = 0; inTurn === 'done' && i < 2000; i += 1) inTurn = await outcomeOf(index.commitObject({ bucket, key: `t${i}` }, entry(20_000, 'x')));
seen.inTurn = inTurn;
await wait(200);

rmSync(ballast);
seen.larger = await outcomeOf(index.commitObject({ bucket, key: 'k' }, entry(MIB, 'new')));
seen.guardedAgain = await outcomeOf(index.commitObject({ bucket, key: 'l' }, entry(1000, 'new'), () => undefined));
await index.close();
index = await open();
seen.sizes = [await sizeOf(index, 'k'), await sizeOf(index, 'l')];
await index.close();
process.stdout.write(JSON.stringify(seen));
