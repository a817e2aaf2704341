import type { AscendingIds } from './ascending-ids.js';
import { unwatched } from './durable.js';
import { parseVersionKey, versionKey, versionsPrefix } from './index-keys.js';
import { page } from './index-scans.js';
import type { IndexStores } from './index-stores.js';
import { startingWith } from './key-range.js';
import type { Versioning } from './object-index.js';
import { dropStep, inTurn, newRowStep, newVersion, NOTHING, type PutStep, type Row, type Step } from './row-steps.js';
import { encodeHead, hasOwnId, parseHead } from './stored-entry.js';

/**
 * Changes of names that have versions, as steps of a transaction: all reading is done when they are made.
 *
 * What always holds: a name's current version lies in `objects` and is newer than all its others, which lie in `versions`; a name that is not in
 * `objects` has no version, or a delete marker as its newest. A name has one null version at most, and `nulls` tells its id if it lies in
 * `versions`. (A change that began before versioning did may bring another null version while one lies there: the older goes when the two meet.)
 *
 * To become current, or to cease to be, moves a head of some hundred bytes; the entry stays where it is. `object` is the key of the object's row.
 */

/** Whether a change must keep what lies there. What has an id of its own is never dropped but by its id, whatever the bucket was when the change began. */
export function keepsVersions(versioning: Versioning, current: Buffer | undefined): boolean {
  return versioning !== 'unversioned' || (current !== undefined && hasOwnId(current));
}

/** Puts a version before those of its name. Unless versioning is enabled it is the null version, and takes the place of the one before. */
export function putVersionStep(stores: IndexStores, ids: AscendingIds, object: Buffer, row: Row, versioning: Versioning): PutStep {
  const current = stores.objects.getBinary(object);
  const hasId = versioning === 'enabled';
  const old = hasId ? keepStep(stores, object, current) : clearNullStep(stores, object, current);
  return newRowStep(stores, { rows: stores.objects, key: object }, row, { id: nextId(stores, ids, object, current), hasId }, old);
}

/** A delete marker: nothing is current then. `marker` tells which it is. */
export function putMarkerStep(stores: IndexStores, ids: AscendingIds, object: Buffer, shown: Buffer, versioning: Versioning): Step & { readonly marker: { readonly id: Buffer; readonly hasId: boolean } } {
  const current = stores.objects.getBinary(object);
  const marker = { id: nextId(stores, ids, object, current), hasId: versioning === 'enabled' };
  const head = encodeHead({ kind: 'marker', ...marker, hasTags: false, entryId: marker.id, shown });
  const old = marker.hasId ? keepStep(stores, object, current) : clearNullStep(stores, object, current);
  const key = versionKey(object, marker.id);
  const run = (): void => {
    old.run();
    unwatched(stores.objects.remove(object));
    unwatched(stores.versions.put(key, head));
    if (!marker.hasId) unwatched(stores.nulls.put(object, marker.id));
  };
  return { run, freed: old.freed, marker };
}

/** Removes one version for good; the newest of the others is current then. `head` is what lies there. */
export function removeVersionStep(stores: IndexStores, object: Buffer, head: Buffer): Step {
  const current = stores.objects.getBinary(object);
  const { entryId, hasId } = parseHead(head);
  const isCurrent = current !== undefined && parseHead(current).entryId.equals(entryId);
  const removed = isCurrent ? removeRow(stores.objects, object) : removeVersionRow(stores, object, entryId, hasId);
  const [newest, second] = newestVersions(stores, object, 2);
  const heir = isCurrent ? newest : current === undefined && newest?.id.equals(entryId) === true ? second : undefined;
  return inTurn(removed, dropStep(stores, head), heir === undefined ? NOTHING : promoteStep(stores, object, heir.head));
}

/** Tags in place of those that a version has, if any; `head` is what lies there. Only the head and the tags are written. */
export function putTagsStep(stores: IndexStores, object: Buffer, head: Buffer, tags: Buffer | undefined): Step {
  const told = parseHead(head);
  const { entryId } = told;
  const put = encodeHead({ ...told, hasTags: tags !== undefined });
  const isCurrent = stores.objects.getBinary(object)?.equals(head) === true;
  const run = (): void => {
    unwatched(isCurrent ? stores.objects.put(object, put, newVersion()) : stores.versions.put(versionKey(object, entryId), put));
    unwatched(tags === undefined ? stores.tags.remove(entryId) : stores.tags.put(entryId, tags));
  };
  return { run, freed: [] };
}

/** The head of one version; `null` names the null version. */
export function versionHead(stores: IndexStores, object: Buffer, id: Buffer | 'null'): Buffer | undefined {
  const current = stores.objects.getBinary(object);
  if (current !== undefined && (id === 'null' ? !hasOwnId(current) : parseHead(current).entryId.equals(id))) return current;
  const found = id === 'null' ? stores.nulls.getBinary(object) : id;
  return found && stores.versions.getBinary(versionKey(object, found));
}

/** Those of a name's versions that are not current, newest first. */
export function newestVersions(stores: IndexStores, object: Buffer, limit: number): { readonly id: Buffer; readonly head: Buffer }[] {
  return page(stores.versions, startingWith(versionsPrefix(object)), limit).map(({ key, value }) => ({ id: parseVersionKey(key).id, head: value }));
}

/** Follows whatever the name has, even what another run made whose clock was ahead. */
function nextId(stores: IndexStores, ids: AscendingIds, object: Buffer, current: Buffer | undefined): Buffer {
  return ids.next(current === undefined ? newestVersions(stores, object, 1)[0]?.id : parseHead(current).entryId);
}

/** Moves what is current to the other versions. */
function keepStep(stores: IndexStores, object: Buffer, current: Buffer | undefined): Step {
  if (current === undefined) return NOTHING;
  const { entryId, hasId } = parseHead(current);
  const key = versionKey(object, entryId);
  const older = hasId ? NOTHING : dropNullStep(stores, object);
  const run = (): void => {
    older.run();
    unwatched(stores.versions.put(key, current));
    if (!hasId) unwatched(stores.nulls.put(object, entryId));
  };
  return { run, freed: older.freed };
}

/** Makes way for another null version: the one that is there goes, and what is current and has an id stays, among the others. */
function clearNullStep(stores: IndexStores, object: Buffer, current: Buffer | undefined): Step {
  const older = dropNullStep(stores, object);
  if (current === undefined) return older;
  return inTurn(older, hasOwnId(current) ? keepStep(stores, object, current) : dropStep(stores, current));
}

/** Removes the null version that is not current. */
function dropNullStep(stores: IndexStores, object: Buffer): Step {
  const id = stores.nulls.getBinary(object);
  if (id === undefined) return NOTHING;
  const head = stores.versions.getBinary(versionKey(object, id));
  return inTurn(removeVersionRow(stores, object, id, false), head === undefined ? NOTHING : dropStep(stores, head));
}

/** A delete marker stays where it is: nothing is current then. */
function promoteStep(stores: IndexStores, object: Buffer, head: Buffer): Step {
  const { kind, entryId, hasId } = parseHead(head);
  if (kind === 'marker') return NOTHING;
  const put: Step = { run: () => { unwatched(stores.objects.put(object, head, newVersion())); }, freed: [] };
  return inTurn(removeVersionRow(stores, object, entryId, hasId), put);
}

function removeVersionRow(stores: IndexStores, object: Buffer, id: Buffer, hasId: boolean): Step {
  const row = removeRow(stores.versions, versionKey(object, id));
  return hasId ? row : inTurn(row, removeRow(stores.nulls, object));
}

function removeRow(rows: { remove(key: Buffer): Promise<boolean> }, key: Buffer): Step {
  return { run: () => { unwatched(rows.remove(key)); }, freed: [] };
}
