import { constants, copyFile, link, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { open } from 'lmdb';
import { bodyPlace } from './body-id.js';
import type { BodyId } from './body-store.js';
import { checkIndexFile, IndexUnusable } from './index-file.js';
import { openIndexStores } from './index-stores.js';
import { KeptBodies } from './kept-bodies.js';

/** Bodies that are linked or copied at once. */
const BODIES_AT_ONCE = 16;

/** A directory for the index, and one for the bodies. */
export interface ObjectPlaces {
  readonly index: string;
  readonly bodies: string;
}

/** A body that the copied index names is nowhere: the service did not keep it. */
export class BodyGone extends Error {
  override readonly name = 'BodyGone';
}

/**
 * Copies index and bodies, as of one moment and while the service writes and removes, to places that are not there yet; their parents are. The number of bodies.
 *
 * The index is LMDB's own copy; of bodies, which never change, those that it names are linked, or copied where the places are on two file systems. Throws
 * IndexUnusable where there is no index, and BackupRuns and BodyGone.
 */
export async function copyObjects(from: ObjectPlaces, to: ObjectPlaces): Promise<number> {
  if (checkIndexFile(join(from.index, 'data.mdb')) === 'new') throw new IndexUnusable(from.index, 'is not there');
  await mkdir(from.bodies, { recursive: true, mode: 0o700 });
  const kept = new KeptBodies(from.bodies);
  return kept.during(async () => {
    await copyIndex(from.index, to.index);
    return copyBodies(from.bodies, to, kept);
  });
}

async function copyIndex(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  const index = open({ path: from, noSubdir: false, readOnly: true });
  try {
    await index.backup(to, false);
  } finally {
    await index.close();
  }
}

async function copyBodies(from: string, { index, bodies }: ObjectPlaces, kept: KeptBodies): Promise<number> {
  await mkdir(bodies, { mode: 0o700 });
  const stores = openIndexStores(index);
  const made = new Set<string>();
  let count = 0;
  try {
    for (const ids of batches(stores.bodies.getKeys())) {
      for (const directory of new Set(ids.map((id) => dirname(join(bodies, bodyPlace(id)))))) await makeOnce(directory, made);
      await Promise.all(ids.map((id) => copyBody(id, from, bodies, kept)));
      count += ids.length;
    }
    return count;
  } finally {
    await stores.root.close();
    await rm(join(index, 'lock.mdb'), { force: true });
  }
}

function* batches(keys: Iterable<Buffer>): Generator<BodyId[]> {
  let batch: BodyId[] = [];
  for (const key of keys) {
    batch.push(key.toString('latin1'));
    if (batch.length < BODIES_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

async function makeOnce(directory: string, made: Set<string>): Promise<void> {
  if (made.has(directory)) return;
  await mkdir(directory, { mode: 0o700 });
  made.add(directory);
}

/** First from its place: what is not there any more was moved to what is kept before. */
async function copyBody(id: BodyId, from: string, to: string, kept: KeptBodies): Promise<void> {
  const target = join(to, bodyPlace(id));
  if (await linkOrCopy(join(from, bodyPlace(id)), target)) return;
  if (!(await linkOrCopy(kept.path(id), target))) throw new BodyGone(`the body ${id} is not there`);
}

/** False if there is no such file. */
async function linkOrCopy(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch((error: unknown) => {
      if (!CANNOT_LINK.has(codeOf(error))) throw error;
      return copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Two file systems, one that knows no links, or a body with too many. */
const CANNOT_LINK: ReadonlySet<string | undefined> = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
