import { escaped, parseUploadKey, partKey, partNumber, rowKey, uploadKey } from './index-keys.js';
import type { IndexStores, Rows } from './index-stores.js';
import { from, next, pastPrefix, searchable, startingWith, type KeyRange } from './key-range.js';
import type { ListedObject, ObjectIndex, PartEntry, Scan, UploadEntry, UploadName } from './object-index.js';
import { parseHead } from './stored-entry.js';

/**
 * The listings. Each is one page, read in one turn of the event loop, so that no snapshot outlives it: LMDB cannot reuse what a snapshot
 * still sees, and a long one would make the file grow.
 */

/** Rows of one page. S3 asks for 1,000 and one more to know whether that was all. */
export const SCAN_LIMIT_MAX = 10_000;

export function scanObjects(stores: IndexStores, bucket: string, scan: Scan): ListedObject[] {
  const start = `${bucket}\0`;
  let range = startingWith(Buffer.from(start + scan.prefix, 'utf8'));
  if (scan.after !== undefined) {
    const after = Buffer.from(start + scan.after, 'utf8');
    range = from(range, scan.afterPrefix === true ? pastPrefix(after) : next(after));
  }
  const keyStart = Buffer.byteLength(start);
  return page(stores.objects, range, scan.limit).map(({ key, value }) => ({
    key: key.toString('utf8', keyStart),
    summary: parseHead(value).shown,
  }));
}

export function scanUploads(stores: IndexStores, bucket: string, scan: Parameters<ObjectIndex['scanUploads']>[1]): UploadEntry[] {
  const start = `${bucket}\0`;
  let range = startingWith(Buffer.from(start + escaped(scan.prefix), 'utf8'));
  if (scan.after !== undefined) range = from(range, pastUploads(start, scan.after));
  return page(stores.uploads, range, scan.limit).map(({ key, value }) => ({ name: parseUploadKey(key), record: value }));
}

/** Past one upload, or past all of a key: the byte after a key is 00, and no escaped key goes on with less than 01. */
function pastUploads(start: string, { key, uploadId }: { key: string; uploadId?: string }): Buffer {
  const keyEnd = start + escaped(key);
  return uploadId === undefined ? Buffer.from(`${keyEnd}\x01`, 'utf8') : next(Buffer.from(`${keyEnd}\0${uploadId}`, 'utf8'));
}

export function scanParts(stores: IndexStores, upload: UploadName, scan: { after: number; limit: number }): Omit<PartEntry, 'body'>[] {
  const key = uploadKey(upload);
  const range = from(partsOf(key), next(partKey(key, scan.after)));
  return page(stores.parts, range, scan.limit).map((row) => ({ number: partNumber(row.key), record: parseHead(row.value).shown }));
}

/** The keys of an upload's parts: 00 stands between its own and the number. */
export function partsOf(upload: Buffer): KeyRange {
  return startingWith(next(upload));
}

/** The keys of all objects or uploads of a bucket. */
export function contentsOf(bucket: string): KeyRange {
  return startingWith(rowKey(`${bucket}\0`));
}

/** Whether there is any row of the range. */
export function isEmpty(rows: Rows, range: KeyRange): boolean {
  return page(rows, range, 1).length === 0;
}

/** Up to `limit` rows of the range, in order. Keys and values are copies. */
export function page(rows: Rows, range: KeyRange, limit: number): { readonly key: Buffer; readonly value: Buffer }[] {
  if (limit > SCAN_LIMIT_MAX) throw new RangeError(`a page has at most ${SCAN_LIMIT_MAX} rows`);
  const { start, end } = searchable(range);
  if (limit < 1 || Buffer.compare(start, end) >= 0) return [];
  return Array.from(rows.getRange({ start, end, limit }));
}
