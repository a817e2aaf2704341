import type { ListedVersion as IndexedVersion, ObjectIndex, VersionScan } from '../engine/object-index.js';

import { decodeMarker } from './delete-marker.js';
import { commonPrefixOf } from './list-objects.js';
import { decodeSummary } from './summary.js';
import type { ListedVersion, ListVersions, VersionListing } from './version-commands.js';
import { printMarkerId, printVersionId } from './version-id.js';

/** Versions asked of the index at a time. */
const PAGE_MAX = 1001;
/** Greater than any: what comes after it is all of a key's versions. */
const BEFORE_ALL = Buffer.alloc(16, 0xff);

type Position = Pick<VersionScan, 'after' | 'afterPrefix'>;

interface Progress {
  readonly versions: ListedVersion[];
  readonly commonPrefixes: string[];
  /** Behind what was taken last: where the next page begins. */
  last: Position;
}

/** One page of a bucket's versions and delete markers, by key and then newest first, with common prefixes as in a listing of objects. */
export async function listVersions(index: ObjectIndex, list: ListVersions): Promise<VersionListing> {
  const progress: Progress = { versions: [], commonPrefixes: [], last: {} };
  if (list.maxKeys === 0) return progress;
  progress.last = await startOf(index, list);
  for (;;) {
    const limit = Math.min(PAGE_MAX, list.maxKeys - taken(progress) + 1);
    const page = await index.scanVersions(list.bucket, { prefix: list.prefix, limit, ...progress.last });
    const outcome = take(progress, list, page);
    if (outcome === 'full') return { ...progress, ...nextOf(progress.last) };
    if (outcome === 'all' && page.length < limit) return progress;
  }
}

async function startOf(index: ObjectIndex, { bucket, after, ...list }: ListVersions): Promise<Position> {
  if (after === undefined) return {};
  const begun = commonPrefixOf(after.key, list);
  if (begun !== undefined) return { after: { key: begun }, afterPrefix: true };
  if (after.version === undefined) return { after: { key: after.key } };
  if (after.version !== 'null') return { after: { key: after.key, id: after.version.id } };
  // If the null version is no longer there, nobody knows where it stood: to list some twice is better than not at all.
  const found = await index.findVersion({ bucket, key: after.key }, 'null');
  return { after: { key: after.key, id: found?.id ?? BEFORE_ALL } };
}

/** `full`: the page is complete and there is more. `skip`: what follows begins with a common prefix; look past it. */
function take(progress: Progress, list: ListVersions, page: readonly IndexedVersion[]): 'full' | 'skip' | 'all' {
  for (const version of page) {
    const commonPrefix = commonPrefixOf(version.key, list);
    if (commonPrefix !== undefined && commonPrefix === progress.commonPrefixes.at(-1)) return 'skip';
    if (taken(progress) === list.maxKeys) return 'full';
    progress.last = commonPrefix === undefined ? { after: { key: version.key, id: version.id } } : { after: { key: commonPrefix }, afterPrefix: true };
    if (commonPrefix === undefined) progress.versions.push(listed(version));
    else progress.commonPrefixes.push(commonPrefix);
  }
  return 'all';
}

function taken({ versions, commonPrefixes }: Progress): number {
  return versions.length + commonPrefixes.length;
}

/** By the index's own id, which still says where to go on when the version, be it the null version, was removed meanwhile. */
function nextOf({ after }: Position): Pick<VersionListing, 'nextAfter'> {
  if (after === undefined) return {};
  return { nextAfter: after.id === undefined ? { key: after.key } : { key: after.key, versionId: printMarkerId({ id: after.id, hasId: true }) } };
}

function listed(found: IndexedVersion): ListedVersion {
  const { key, isLatest } = found;
  if (found.isMarker) return { kind: 'marker', key, isLatest, versionId: printMarkerId(found), modified: new Date(decodeMarker(found.summary).modifiedMs) };
  const { size, etag, modifiedMs, version = Buffer.alloc(0) } = decodeSummary(found.summary);
  return { kind: 'object', key, isLatest, versionId: printVersionId({ ...found, version }), size, etag, modified: new Date(modifiedMs) };
}
