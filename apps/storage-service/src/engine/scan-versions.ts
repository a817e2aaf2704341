import { escaped, parseVersionKey } from './index-keys.js';
import { page } from './index-scans.js';
import type { IndexStores } from './index-stores.js';
import { from, next, pastPrefix, startingWith, type KeyRange } from './key-range.js';
import type { ListedVersion, VersionScan } from './object-index.js';
import { parseHead, type Head } from './stored-entry.js';
import { newestVersions } from './version-steps.js';

/** A row on its way into the listing. */
interface VersionRow {
  /** The object's key in UTF-8, by which the listing is ordered. */
  readonly name: Buffer;
  readonly head: Head;
  readonly isCurrent: boolean;
}

/**
 * One page of versions: the current ones and the others, each in order, merged by name. What is current is the newest of its name, and so comes
 * first. Reads of both about as many rows as it may return, and never more.
 */
export function scanVersions(stores: IndexStores, bucket: string, scan: VersionScan): ListedVersion[] {
  const start = `${bucket}\0`;
  const listed: ListedVersion[] = [];
  let previous: Buffer | undefined;
  for (const row of merged(currentRows(stores, start, scan), otherRows(stores, start, scan), scan.limit)) {
    const { name, head } = row;
    const isMarker = head.kind === 'marker';
    const isLatest = row.isCurrent || (isMarker && previous?.equals(name) !== true && isNewest(stores, start, scan, row));
    listed.push({ key: name.toString('utf8'), id: head.entryId, hasId: head.hasId, isMarker, isLatest, summary: head.shown });
    previous = name;
  }
  return listed;
}

/** After a version, what is current under its name is listed only if it became so meanwhile, because newer ones were removed. */
function currentRows(stores: IndexStores, start: string, { prefix, after, afterPrefix, limit }: VersionScan): VersionRow[] {
  let range = startingWith(Buffer.from(start + prefix, 'utf8'));
  const key = after && Buffer.from(start + after.key, 'utf8');
  const id = afterPrefix === true ? undefined : after?.id;
  if (key !== undefined) range = from(range, afterPrefix === true ? pastPrefix(key) : id === undefined ? next(key) : key);
  const nameStart = Buffer.byteLength(start);
  const rows = page(stores.objects, range, id === undefined || limit === 0 ? limit : limit + 1);
  const unseen = id === undefined ? rows : rows.filter((row) => key?.equals(row.key) !== true || Buffer.compare(parseHead(row.value).entryId, id) < 0);
  return unseen.map((row) => ({ name: row.key.subarray(nameStart), head: parseHead(row.value), isCurrent: true }));
}

function otherRows(stores: IndexStores, start: string, scan: VersionScan): VersionRow[] {
  let range: KeyRange = startingWith(Buffer.from(start + escaped(scan.prefix), 'utf8'));
  if (scan.after !== undefined) range = from(range, pastVersions(start + escaped(scan.after.key), scan));
  return page(stores.versions, range, scan.limit).map(({ key, value }) => ({ name: parseVersionKey(key).key, head: parseHead(value), isCurrent: false }));
}

/** Past one version, or all of a key (00 stands behind it, and no escaped key goes on with less than 01), or all keys that begin like it. */
function pastVersions(keyEnd: string, { after, afterPrefix }: VersionScan): Buffer {
  if (afterPrefix === true) return pastPrefix(Buffer.from(keyEnd, 'utf8'));
  const id = after?.id;
  if (id === undefined) return Buffer.from(`${keyEnd}\x01`, 'utf8');
  return next(Buffer.concat([Buffer.from(`${keyEnd}\0`, 'utf8'), id.map((byte) => byte ^ 0xff)]));
}

/** Both lists are in order of names. */
function* merged(current: readonly VersionRow[], others: readonly VersionRow[], limit: number): Generator<VersionRow> {
  for (let [c, o] = [0, 0]; c + o < limit; ) {
    const [mine, other] = [current[c], others[o]];
    const row = mine !== undefined && (other === undefined || Buffer.compare(mine.name, other.name) <= 0) ? mine : other;
    if (row === undefined) return;
    if (row === mine) c += 1;
    else o += 1;
    yield row;
  }
}

/** Of the first row of its name in a page, which is no current one: only a page that began within the name does not know by itself. */
function isNewest(stores: IndexStores, start: string, { after }: VersionScan, { name, head }: VersionRow): boolean {
  if (after?.id === undefined || !name.equals(Buffer.from(after.key, 'utf8'))) return true;
  const object = Buffer.concat([Buffer.from(start, 'utf8'), name]);
  return !stores.objects.doesExist(object) && newestVersions(stores, object, 1)[0]?.id.equals(head.entryId) === true;
}
