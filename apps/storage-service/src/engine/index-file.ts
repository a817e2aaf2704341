import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The index cannot be used as it is. Nothing was changed; the message is one line and names the settings. */
export class IndexUnusable extends Error {
  override readonly name = 'IndexUnusable';

  constructor(path: string, why: string, options?: { cause: unknown }) {
    super(`the index in ${path} ${why}; COFFER_INDEX_URL or COFFER_DATA_DIR must name a directory that is new or holds an index of this version`, options);
  }
}

/**
 * What is read of an LMDB file before LMDB maps it into memory, where a foreign or truncated file would not be refused but crash the process.
 *
 *     page 0, page 1 = header:24  magic:u32  version:u32  address:u64  map-size:u64  free-tree  main-tree  last-page:u64  transaction:u64
 *     tree           = page-size:u32  flags:u16  depth:u16  branches:u64  leaves:u64  overflow:u64  entries:u64  root:u64
 *
 * All in the machine's byte order. The page size stands in the free tree; a tree without rows has no root, which is all ones.
 */
const PAGE_HEADER_SIZE = 24;
const MAGIC = 0xbeefc0de;
const VERSION = 2;
const VERSION_OFFSET = PAGE_HEADER_SIZE + 4;
const TREES_OFFSET = PAGE_HEADER_SIZE + 24;
const TREE_SIZE = 48;
const ROOT_OFFSET = 40;
const META_SIZE = TREES_OFFSET + 2 * TREE_SIZE + 16;
const NO_ROOT = 0xffff_ffff_ffff_ffffn;
const [PAGE_SIZE_MIN, PAGE_SIZE_MAX] = [512, 64 * 1024];

/**
 * Whether LMDB can take the file for its own: 'new' if it is missing or empty, as a start that was cut short leaves it. Throws
 * IndexUnusable if it is something else, or ends before the roots of its trees do.
 */
export function checkIndexFile(path: string): 'new' | 'present' {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    if (size === 0) return 'new';
    checkMetas(path, file, size);
    return 'present';
  } catch (error) {
    if (error instanceof IndexUnusable) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'new';
    throw new IndexUnusable(path, 'cannot be read', { cause: error });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function checkMetas(path: string, file: number, size: number): void {
  const first = readMeta(file, 0);
  if (first === undefined || first.readUInt32LE(PAGE_HEADER_SIZE) !== MAGIC) throw new IndexUnusable(path, 'is not an LMDB file');
  const pageSize = first.readUInt32LE(TREES_OFFSET);
  const isPageSize = pageSize >= PAGE_SIZE_MIN && pageSize <= PAGE_SIZE_MAX && (pageSize & (pageSize - 1)) === 0;
  if (first.readUInt32LE(VERSION_OFFSET) !== VERSION || !isPageSize) throw new IndexUnusable(path, 'is an LMDB file of another version, or damaged');
  const second = readMeta(file, pageSize);
  if (size < 2 * pageSize || second === undefined) throw new IndexUnusable(path, 'is cut short');
  for (const root of [...rootsOf(first), ...rootsOf(second)]) {
    if (root !== NO_ROOT && (root + 1n) * BigInt(pageSize) > BigInt(size)) throw new IndexUnusable(path, 'is cut short');
  }
}

function rootsOf(meta: Buffer): bigint[] {
  return [0, 1].map((tree) => meta.readBigUInt64LE(TREES_OFFSET + tree * TREE_SIZE + ROOT_OFFSET));
}

function readMeta(file: number, offset: number): Buffer | undefined {
  const meta = Buffer.alloc(META_SIZE);
  return readSync(file, meta, 0, META_SIZE, offset) === META_SIZE ? meta : undefined;
}
