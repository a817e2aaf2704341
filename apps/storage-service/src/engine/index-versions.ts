import type { AscendingIds } from './ascending-ids.js';
import type { BodyId } from './body-store.js';
import { bucketKey, objectKey } from './index-keys.js';
import type { IndexStores } from './index-stores.js';
import { noSuchBucket } from './index-uploads.js';
import type { FoundVersion, Guard, ObjectName, Versioning, VersionGuard, VersionRef } from './object-index.js';
import { guardedBy, made, transact } from './row-replacer.js';
import { entryOf, tagsOf } from './row-steps.js';
import { parseHead } from './stored-entry.js';
import { newestVersions, putMarkerStep, putTagsStep, removeVersionStep, versionHead } from './version-steps.js';

/** A delete marker takes the place of what is current. */
export async function putMarker(
  stores: IndexStores,
  ids: AscendingIds,
  name: ObjectName,
  change: { readonly guard?: Guard | undefined; readonly versioning: Versioning; readonly summary: Buffer },
): Promise<{ readonly removed: boolean; readonly marker: VersionRef; readonly freed: readonly BodyId[] }> {
  const key = objectKey(name);
  return transact(stores, () => {
    if (!stores.buckets.doesExist(bucketKey(name.bucket))) throw noSuchBucket(name.bucket);
    const current = guardedBy(change.guard, stores, { rows: stores.objects, key });
    const step = putMarkerStep(stores, ids, key, change.summary, change.versioning);
    return { removed: current !== undefined, marker: step.marker, freed: made(step) };
  });
}

export function findVersion(stores: IndexStores, name: ObjectName, id: Buffer | 'null'): FoundVersion | undefined {
  const bytes = versionHead(stores, objectKey(name), id);
  if (bytes === undefined) return undefined;
  const head = parseHead(bytes);
  const version = { id: head.entryId, hasId: head.hasId, summary: head.shown };
  return head.kind === 'marker' ? { kind: 'marker', ...version } : { kind: 'object', ...version, ...entryOf(stores, head), ...tagsOf(stores, head) };
}

export function findMarker(stores: IndexStores, name: ObjectName): (VersionRef & { readonly summary: Buffer }) | undefined {
  const key = objectKey(name);
  if (stores.objects.doesExist(key)) return undefined;
  const [newest] = newestVersions(stores, key, 1);
  const head = newest && parseHead(newest.head);
  return head?.kind === 'marker' ? { id: head.entryId, hasId: head.hasId, summary: head.shown } : undefined;
}

export async function removeVersion(
  stores: IndexStores,
  name: ObjectName,
  id: Buffer | 'null',
  guard?: VersionGuard,
): Promise<{ readonly removed: 'object' | 'marker' | undefined; readonly freed: readonly BodyId[] }> {
  const key = objectKey(name);
  return transact(stores, () => {
    const bytes = versionHead(stores, key, id);
    if (bytes === undefined) return { removed: undefined, freed: [] };
    const { kind, entryId, hasId, shown } = parseHead(bytes);
    const isMarker = kind === 'marker';
    guard?.({ id: entryId, hasId, isMarker, summary: shown });
    return { removed: isMarker ? 'marker' : 'object', freed: made(removeVersionStep(stores, key, bytes)) };
  });
}

/** False if there is no such version, or a delete marker. */
export async function putTags(stores: IndexStores, name: ObjectName, id: Buffer, tags: Buffer | undefined): Promise<boolean> {
  const key = objectKey(name);
  return transact(stores, () => {
    const head = versionHead(stores, key, id);
    if (head === undefined || parseHead(head).kind === 'marker') return false;
    putTagsStep(stores, key, head, tags).run();
    return true;
  });
}
