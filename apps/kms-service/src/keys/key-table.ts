import type { Change, KeyStore, Table } from '../store/key-store.js';
import type { AccessRevision } from './access-revision.js';
import { clearing, dueAfter, dueChanges, dueId, parseDueId, type Due } from './due.js';
import type { Key, Place } from './key.js';
import { decodeAlias, decodeKey, encodeAlias, encodeKey, type AliasRecord } from './key-record.js';
import { RowCache } from './row-cache.js';
import type { SealedRows } from './sealed-rows.js';
import { RootKeyMismatch } from './store-key.js';

/** What stands in the rows of the two indexes: a version, and nothing else. */
const PRESENT = Buffer.of(1);

/** A record as it was read, and the row's bytes, which a change must still find. */
export interface Found<T> {
  readonly record: T;
  readonly kept: Buffer;
}

export interface KeyTableParts {
  readonly place: Place;
  readonly store: KeyStore;
  readonly rows: SealedRows;
  readonly revision: AccessRevision;
  /** Fails a commit once another root key wraps the store. */
  readonly unrotated: Change;
}

/**
 * Keys and aliases as rows of the store.
 *
 *     key     key-id                    sealed JSON
 *     owned   owner "/" key-id          present        what an account lists
 *     alias   owner "/" alias-name      sealed JSON
 *     target  key-id "/" alias-name     present        the aliases of a key
 *     due     see due.ts                               what is to be done to keys, by time
 */
export class KeyTable {
  readonly place: Place;
  readonly #rows: SealedRows;
  readonly #store: KeyStore;
  readonly #revision: AccessRevision;
  readonly #unrotated: Change;
  readonly #keys = new RowCache<Found<Key>>();
  readonly #aliases = new RowCache<Found<AliasRecord>>();

  constructor({ place, store, rows, revision, unrotated }: KeyTableParts) {
    this.place = place;
    this.#store = store;
    this.#rows = rows;
    this.#revision = revision;
    this.#unrotated = unrotated;
  }

  async key(id: string): Promise<Found<Key> | undefined> {
    return this.#read('key', id, this.#keys, (json) => decodeKey(this.place, id, json));
  }

  async alias(owner: string, name: string): Promise<Found<AliasRecord> | undefined> {
    return this.#read('alias', `${owner}/${name}`, this.#aliases, decodeAlias);
  }

  async keyIds(owner: string, after: string, limit: number): Promise<readonly string[]> {
    return this.#names('owned', `${owner}/`, after, limit);
  }

  async aliasNames(owner: string, after: string, limit: number): Promise<readonly string[]> {
    return this.#names('alias', `${owner}/`, after, limit);
  }

  async aliasNamesOf(keyId: string, after: string, limit: number): Promise<readonly string[]> {
    return this.#names('target', `${keyId}/`, after, limit);
  }

  /**
   * A new key changes nothing for others; an alias does, where a policy asks for the aliases of a key, and so does what is replaced or removed. Throws
   * RootKeyMismatch if a key cannot be added because another root key wraps the store now: what this process wraps would never open again.
   */
  async commit(...changes: readonly (readonly Change[])[]): Promise<boolean> {
    const all = changes.flat();
    const done = await this.#store.commit(all);
    if (done && all.some(({ table, expected }) => table === 'alias' || (expected !== null && table !== 'meta'))) this.#revision.changed();
    if (!done && all.includes(this.#unrotated)) await this.#assertUnrotated();
    return done;
  }

  addKey(key: Key): readonly Change[] {
    return [
      this.#unrotated,
      this.#rows.change('key', key.id, null, encodeKey(key)),
      { table: 'owned', id: `${key.owner}/${key.id}`, expected: null, value: PRESENT },
      ...dueChanges(undefined, key),
    ];
  }

  replaceKey(before: Found<Key>, key: Key): readonly Change[] {
    return [this.#rows.change('key', key.id, before.kept, encodeKey(key)), ...dueChanges(before.record, key)];
  }

  /** The key with all its material, for good. Its aliases and grants, which name nothing then, are left to be cleared. */
  removeKey({ record: key, kept }: Found<Key>, at: Date): readonly Change[] {
    return [
      { table: 'key', id: key.id, expected: kept, value: null },
      { table: 'owned', id: `${key.owner}/${key.id}`, expected: PRESENT, value: null },
      ...dueChanges(key, undefined),
      clearing(key, at),
    ];
  }

  /** What is due at `now`, the first first. */
  async due(now: Date, limit: number): Promise<readonly (Due & { readonly kept: Buffer })[]> {
    const rows = await this.#store.list('due', '', '', limit);
    return rows.filter(({ id }) => id < dueAfter(now)).map(({ id, value }) => ({ ...parseDueId(id), kept: value }));
  }

  /** What was to be done is done. */
  done(due: Due & { readonly kept: Buffer }): readonly Change[] {
    return [{ table: 'due', id: dueId(due), expected: due.kept, value: null }];
  }

  addAlias(owner: string, name: string, alias: AliasRecord): readonly Change[] {
    return [this.#rows.change('alias', `${owner}/${name}`, null, encodeAlias(alias)), this.#target(alias.targetKeyId, name, true)];
  }

  replaceAlias(owner: string, name: string, before: Found<AliasRecord>, alias: AliasRecord): readonly Change[] {
    const moved = before.record.targetKeyId !== alias.targetKeyId;
    const targets = moved ? [this.#target(before.record.targetKeyId, name, false), this.#target(alias.targetKeyId, name, true)] : [];
    return [this.#rows.change('alias', `${owner}/${name}`, before.kept, encodeAlias(alias)), ...targets];
  }

  removeAlias(owner: string, name: string, before: Found<AliasRecord>): readonly Change[] {
    const removed: Change = { table: 'alias', id: `${owner}/${name}`, expected: before.kept, value: null };
    return [removed, this.#target(before.record.targetKeyId, name, false)];
  }

  async #assertUnrotated(): Promise<void> {
    const { table, id, expected } = this.#unrotated;
    const kept = await this.#store.get(table, id);
    if (kept === undefined || expected === null || !kept.equals(expected)) throw new RootKeyMismatch('another root key wraps the store now');
  }

  #target(keyId: string, name: string, present: boolean): Change {
    return { table: 'target', id: `${keyId}/${name}`, expected: present ? null : PRESENT, value: present ? PRESENT : null };
  }

  async #read<T>(table: Table, id: string, cache: RowCache<Found<T>>, decode: (json: Buffer) => T): Promise<Found<T> | undefined> {
    const kept = await this.#store.get(table, id);
    if (kept === undefined) return undefined;
    return cache.get(id, kept, () => ({ record: decode(this.#rows.open(table, id, kept)), kept }));
  }

  async #names(table: Table, prefix: string, after: string, limit: number): Promise<readonly string[]> {
    const rows = await this.#store.list(table, prefix, after, limit);
    return rows.map(({ id }) => id.slice(prefix.length));
  }
}
