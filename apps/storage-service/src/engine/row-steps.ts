import type { StorageError } from '../errors/storage-error.js';
import type { AscendingIds } from './ascending-ids.js';
import type { BodyId } from './body-store.js';
import { unwatched } from './durable.js';
import type { IndexStores, Rows } from './index-stores.js';
import { damaged, encodeEntry, encodeHead, parseEntry, parseHead, type Entry, type Head } from './stored-entry.js';

/** Where a head lies. */
export interface Place {
  readonly rows: Rows;
  readonly key: Buffer;
}

/** A place that depends on another row: an object's on its bucket, a part's on its upload. */
export interface ChildPlace extends Place {
  readonly parent: Place & { readonly absent: () => StorageError };
}

/** What is to lie there. */
export interface Row extends Entry {
  readonly shown: Buffer;
  readonly tags?: Buffer | undefined;
}

/** A row that is put, and the id of its entry. */
export interface PutStep extends Step {
  readonly id: Buffer;
}

/** A change that is thought through but not yet made: all reading is behind it, so `run` only writes. */
export interface Step {
  readonly run: () => void;
  /** The bodies that are no longer named when it is done. */
  readonly freed: readonly BodyId[];
}

/** The row's existence says it all. LMDB takes an empty value, but not every tool that reads its files does. */
const BODY_ROW = Buffer.of(1);

/** The stored entry of a head that was read in this same turn, or inside this transaction. */
export function entryOf(stores: IndexStores, head: Head): Entry {
  const bytes = stores.entries.getBinary(head.entryId);
  if (bytes === undefined) throw damaged('a head has lost its entry');
  return parseEntry(bytes);
}

/** An object's tags, which are read only where the head says that there are some. */
export function tagsOf(stores: IndexStores, head: Head): { readonly tags?: Buffer } {
  if (!head.hasTags) return {};
  const tags = stores.tags.getBinary(head.entryId);
  if (tags === undefined) throw damaged('a head has lost its tags');
  return { tags };
}

/** Puts a row where `current` lies. Bodies that the new row names as well are not freed. */
export function putStep(stores: IndexStores, ids: AscendingIds, place: Place, row: Row, current: Buffer | undefined): PutStep {
  return newRowStep(stores, place, row, { id: ids.next(), hasId: false }, current === undefined ? NOTHING : dropStep(stores, current));
}

/** Puts a row under an id, after `old`, which makes its place free. */
export function newRowStep(stores: IndexStores, place: Place, row: Row, { id: entryId, hasId }: { readonly id: Buffer; readonly hasId: boolean }, old: Step): PutStep {
  const entry = encodeEntry(row);
  const { tags } = row;
  const head = encodeHead({ kind: row.body.kind, hasId, hasTags: tags !== undefined, entryId, shown: row.shown });
  const named = row.body.kind === 'bodies' ? row.body.ids : [];
  const run = (): void => {
    old.run();
    unwatched(place.rows.put(place.key, head, newVersion()));
    unwatched(stores.entries.put(entryId, entry));
    if (tags !== undefined) unwatched(stores.tags.put(entryId, tags));
    for (const id of named) unwatched(stores.bodies.put(Buffer.from(id, 'latin1'), BODY_ROW));
  };
  return { run, freed: old.freed.length === 0 ? [] : without(old.freed, named), id: entryId };
}

export function removeStep(stores: IndexStores, place: Place, current: Buffer): Step {
  const old = dropStep(stores, current);
  const run = (): void => {
    unwatched(place.rows.remove(place.key));
    old.run();
  };
  return { run, freed: old.freed };
}

export const NOTHING: Step = { run: () => undefined, freed: [] };

/** One step after the other. */
export function inTurn(...steps: readonly Step[]): Step {
  return { run: () => { for (const step of steps) step.run(); }, freed: steps.flatMap((step) => step.freed) };
}

/** Drops what hangs on a head, but not the head. */
export function dropStep(stores: IndexStores, current: Buffer): Step {
  const head = parseHead(current);
  if (head.kind === 'marker') return NOTHING;
  const freed = head.kind === 'bodies' ? bodiesOf(stores, head) : [];
  const run = (): void => {
    unwatched(stores.entries.remove(head.entryId));
    if (head.hasTags) unwatched(stores.tags.remove(head.entryId));
    for (const id of freed) unwatched(stores.bodies.remove(Buffer.from(id, 'latin1')));
  };
  return { run, freed };
}

function bodiesOf(stores: IndexStores, head: Head): readonly BodyId[] {
  const { body } = entryOf(stores, head);
  return body.kind === 'bodies' ? body.ids : [];
}

/** Any number that the row has not had, so that no change takes another row for the one it read: 52 random bits. */
export function newVersion(): number {
  return Math.random();
}

export function without(ids: readonly BodyId[], named: readonly BodyId[]): readonly BodyId[] {
  const kept = new Set(named);
  return ids.filter((id) => !kept.has(id));
}
