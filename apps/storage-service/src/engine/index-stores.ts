import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';
import { checkIndexFile, IndexUnusable } from './index-file.js';

/** One B-tree of the index: rows of bytes under keys of bytes. */
export type Rows = Database<Buffer, Buffer>;

/** The B-trees of the index. Every change of several of them is one transaction. */
export interface IndexStores {
  readonly root: RootDatabase<Buffer, Buffer>;
  readonly buckets: Rows;
  /** Heads of objects, by bucket and key: what listings walk over. */
  readonly objects: Rows;
  /** Heads of versions that are not current, and of delete markers, by bucket, key and descending id: the newest of a name first. */
  readonly versions: Rows;
  /** The entry id of a name's null version where that lies in `versions`, by bucket and key. */
  readonly nulls: Rows;
  /** Records and bodies of objects and parts, by entry id. */
  readonly entries: Rows;
  /** Tags of those objects that have some, by entry id. */
  readonly tags: Rows;
  readonly uploads: Rows;
  /** Heads of parts, by upload and number. */
  readonly parts: Rows;
  /** One row for each body of the body store that an entry names. */
  readonly bodies: Rows;
}

/** Each process and thread that reads holds one for the length of a turn. */
const READERS_MAX = 512;
const STORES_MAX = 12;

/** The format of everything in the index: a higher one was written by a later version. */
const INDEX_FORMAT = 1;
const FORMAT_KEY = Buffer.from('format');

/**
 * Opens the index in a directory, or makes it.
 *
 * `overlappingSync` is off, although the library would have it on: with it off, a change's promise resolves only after the pages were
 * written, fdatasync has returned and the page that makes them current was written through O_DSYNC. With it on the promise resolves
 * equally late, but there are three current pages instead of LMDB's own two to reason about, for a gain of a tenth.
 *
 * `eventTurnBatching` is off, because its batches have a promise of their own that nobody can reach, and that ends the process when a commit fails.
 *
 * Throws IndexUnusable, and changes nothing, if what lies there is not an index or is one of a later version.
 */
export function openIndexStores(directory: string): IndexStores {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const isNew = checkIndexFile(join(directory, 'data.mdb')) === 'new';
  const root = openRoot(directory);
  try {
    checkFormat(root, directory, isNew);
    return { root, ...openAll(root) };
  } catch (error) {
    void root.close();
    throw error;
  }
}

function openRoot(path: string): RootDatabase<Buffer, Buffer> {
  const settings = {
    path,
    noSubdir: false,
    overlappingSync: false,
    eventTurnBatching: false,
    maxReaders: READERS_MAX,
    maxDbs: STORES_MAX,
    encoding: 'binary' as const,
    keyEncoding: 'binary' as const,
    permissionsMode: 0o600,
  };
  try {
    return open<Buffer, Buffer>(settings);
  } catch (error) {
    throw new IndexUnusable(path, 'cannot be opened', { cause: error });
  }
}

function openAll(root: RootDatabase<Buffer, Buffer>): Omit<IndexStores, 'root'> {
  const rows = (name: string, useVersions: boolean): Rows => root.openDB<Buffer, Buffer>(name, { encoding: 'binary', keyEncoding: 'binary', useVersions });
  return {
    buckets: rows('buckets', true),
    objects: rows('objects', true),
    versions: rows('versions', false),
    nulls: rows('nulls', false),
    entries: rows('entries', false),
    tags: rows('tags', false),
    uploads: rows('uploads', true),
    parts: rows('parts', true),
    bodies: rows('bodies', false),
  };
}

/** The stamp lies beside the names of the B-trees, and is looked at before any of them is made. */
function checkFormat(root: RootDatabase<Buffer, Buffer>, directory: string, isNew: boolean): void {
  if (isNew) root.transactionSync(() => root.putSync(FORMAT_KEY, Buffer.of(INDEX_FORMAT)));
  const format = root.getBinary(FORMAT_KEY);
  if (format?.length !== 1) throw new IndexUnusable(directory, 'is an LMDB file, but not an index of ours');
  if (format[0] !== INDEX_FORMAT) throw new IndexUnusable(directory, `was written by a later version (format ${String(format[0])}; this one knows ${INDEX_FORMAT})`);
}
