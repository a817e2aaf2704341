import { closeSync, openSync, readSync } from 'node:fs';

/** The index cannot be used as it is. Nothing was changed; the message is one line and names the settings. */
export class IndexUnusable extends Error {
  override readonly name = 'IndexUnusable';

  constructor(path: string, why: string, options?: { cause: unknown }) {
    super(`the index in ${path} ${why}; COFFER_INDEX_URL or COFFER_DATA_DIR must name a directory that is new or holds an index of this version`, options);
  }
}

/** LMDB's first page: a header of 24 bytes, then its magic number and the version of its format, in the machine's byte order. */
const MAGIC_OFFSET = 24;
const MAGIC = 0xbeefc0de;

/**
 * Whether LMDB would take the file for its own: 'new' if it is missing or empty, as a start that was cut short leaves it.
 *
 * Looked at before LMDB is, which maps a file into memory and may do worse with a foreign one than refuse it.
 */
export function checkIndexFile(path: string): 'new' | 'present' {
  const head = readHead(path);
  if (head.length === 0) return 'new';
  if (head.length < MAGIC_OFFSET + 4 || head.readUInt32LE(MAGIC_OFFSET) !== MAGIC) throw new IndexUnusable(path, 'is not an LMDB file');
  return 'present';
}

function readHead(path: string): Buffer {
  const head = Buffer.alloc(MAGIC_OFFSET + 4);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return head.subarray(0, readSync(file, head, 0, head.length, 0));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return head.subarray(0, 0);
    throw new IndexUnusable(path, 'cannot be read', { cause: error });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
