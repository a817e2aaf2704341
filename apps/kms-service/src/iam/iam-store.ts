import { randomUUID } from 'node:crypto';
import type { SealedRows } from '../keys/sealed-rows.js';
import { QueryError } from '../query/query-error.js';
import { LIST_ROWS_MAX, type KeyStore } from '../store/key-store.js';
import { identitiesDocument } from './iam-document.js';
import { decodeRecord, encodeRecord, type EntityKind, type IamRecord, type RecordOf } from './records.js';

/** Entities of all accounts together. */
export const ENTITIES_MAX = 10_000;

/** Takes a document in; throws, and changes nothing, for one that is wrong. */
export type Install = (document: unknown) => void;

interface Kept {
  readonly accountId: string;
  readonly record: IamRecord;
  /** The row's bytes, which a change must still find. */
  readonly row: Buffer;
}

/**
 * What the IAM API keeps: entities, one sealed row each, and in memory.
 *
 *     iam    account "/" kind "/" name in lower case      sealed JSON
 *
 * Names are the same in every case, as in IAM. Changes happen one after the other: each is first installed among the identities, which refuse what is wrong, and
 * then made durable; what could not be made durable is taken back before anybody is answered.
 */
export class IamStore {
  readonly #store: KeyStore;
  readonly #rows: SealedRows;
  readonly #install: Install;
  readonly #limit: number;
  readonly #kept = new Map<string, Kept>();
  #turn: Promise<unknown> = Promise.resolve();
  #revision: string = randomUUID();

  private constructor(store: KeyStore, rows: SealedRows, install: Install, limit: number) {
    this.#store = store;
    this.#rows = rows;
    this.#install = install;
    this.#limit = limit;
  }

  /** Reads everything, and installs it. */
  static async open(store: KeyStore, rows: SealedRows, install: Install, limit = ENTITIES_MAX): Promise<IamStore> {
    const iam = new IamStore(store, rows, install, limit);
    await iam.#load();
    install(iam.document());
    return iam;
  }

  /** Another text after each change and each start. */
  get revision(): string {
    return this.#revision;
  }

  document(): ReturnType<typeof identitiesDocument> {
    return identitiesDocument(this.#kept.values());
  }

  find<K extends EntityKind>(accountId: string, kind: K, name: string): RecordOf<K> | undefined {
    return this.#kept.get(idOf(accountId, kind, name))?.record as RecordOf<K> | undefined;
  }

  /** Every entity of one kind in an account, in order of name. */
  list<K extends EntityKind>(accountId: string, kind: K): readonly RecordOf<K>[] {
    const prefix = `${accountId}/${kind}/`;
    return [...this.#kept].filter(([id]) => id.startsWith(prefix)).map(([, { record }]) => record as RecordOf<K>);
  }

  /**
   * Puts what `change` makes of an entity in its place, durably: undefined, in and out, is an entity that is not there. `change` runs when its turn has come and
   * throws what refuses it.
   */
  change<K extends EntityKind>(accountId: string, kind: K, name: string, change: (before: RecordOf<K> | undefined) => RecordOf<K> | undefined): Promise<void> {
    const turn = this.#turn.then(() => this.#change(accountId, idOf(accountId, kind, name), (before) => change(before as RecordOf<K> | undefined)));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #change(accountId: string, id: string, change: (before: IamRecord | undefined) => IamRecord | undefined): Promise<void> {
    const before = this.#kept.get(id);
    const record = change(before?.record);
    if (record === undefined && before === undefined) return;
    if (before === undefined && this.#kept.size >= this.#limit) throw new QueryError('LimitExceeded', `Cannot exceed quota for EntitiesPerInstallation: ${String(this.#limit)}`);
    const row = record && this.#rows.change('iam', id, before?.row ?? null, encodeRecord(record));
    this.#set(id, record && { accountId, record, row: Buffer.from(row?.value ?? []) });
    try {
      this.#install(this.document());
      const committed = await this.#store.commit([row ?? { table: 'iam', id, expected: before?.row ?? null, value: null }]);
      if (!committed) throw new QueryError('ConcurrentModification', 'The entity was changed by another request. Please try again.');
    } catch (error) {
      this.#set(id, before);
      this.#install(this.document());
      throw error;
    }
    this.#revision = randomUUID();
  }

  #set(id: string, kept: Kept | undefined): void {
    if (kept === undefined) this.#kept.delete(id);
    else this.#kept.set(id, kept);
  }

  async #load(): Promise<void> {
    let after = '';
    for (;;) {
      const rows = await this.#store.list('iam', '', after, LIST_ROWS_MAX);
      for (const { id, value } of rows) this.#kept.set(id, { accountId: id.slice(0, id.indexOf('/')), record: decodeRecord(this.#rows.open('iam', id, value)), row: value });
      const last = rows.at(-1);
      if (last === undefined || rows.length < LIST_ROWS_MAX) return;
      after = last.id;
    }
  }
}

function idOf(accountId: string, kind: EntityKind, name: string): string {
  return `${accountId}/${kind}/${name.toLowerCase()}`;
}
