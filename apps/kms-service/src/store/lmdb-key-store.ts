import { mkdirSync } from 'node:fs';
import { open, type RootDatabase } from 'lmdb';
import { committed } from '@coffer/service';
import { COMMIT_CHANGES_MAX, LIST_ROWS_MAX, type Change, type KeyStore, type Row, type Table } from './key-store.js';

/** Greater than every id: ids are printable ASCII. */
const AFTER_ALL = '\x7f';

/**
 * A KeyStore in one LMDB file. Several processes may read it while one writes.
 *
 *     key   = table "/" id        value = the row's bytes
 *
 * `overlappingSync`, lmdb's default, is off: it commits first and flushes afterwards, and promises the flush apart. Without it a commit is
 * fdatasync of the pages, then a synchronous write of the root, then the answer; it is also no slower here. `eventTurnBatching` is off
 * too: its batches hold a promise that nobody can reach, and a full disk would end the process by that promise's rejection.
 */
export class LmdbKeyStore implements KeyStore {
  readonly #db: RootDatabase<Buffer, string>;

  private constructor(db: RootDatabase<Buffer, string>) {
    this.#db = db;
  }

  /** Opens the store in `directory`, which is made, for this user only, if it is not there. */
  static open(directory: string): LmdbKeyStore {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return new LmdbKeyStore(open<Buffer, string>({ path: directory, encoding: 'binary', overlappingSync: false, eventTurnBatching: false }));
  }

  get(table: Table, id: string): Promise<Buffer | undefined> {
    return Promise.resolve(this.#db.getBinary(`${table}/${id}`));
  }

  list(table: Table, prefix: string, after: string, limit: number): Promise<readonly Row[]> {
    const first = `${table}/${prefix}`;
    const range = this.#db.getRange({ start: first + after, end: first + AFTER_ALL, limit: Math.min(limit, LIST_ROWS_MAX) + 1 });
    const rows: Row[] = [];
    for (const { key, value } of range) if (key !== first + after || after === '') rows.push({ id: key.slice(table.length + 1), value });
    return Promise.resolve(rows.slice(0, Math.min(limit, LIST_ROWS_MAX)));
  }

  count(table: Table, prefix: string): Promise<number> {
    const first = `${table}/${prefix}`;
    return Promise.resolve(this.#db.getKeysCount({ start: first, end: first + AFTER_ALL }));
  }

  commit(changes: readonly Change[]): Promise<boolean> {
    if (changes.length > COMMIT_CHANGES_MAX) throw new RangeError(`a commit holds at most ${String(COMMIT_CHANGES_MAX)} changes`);
    const change = this.#db.transaction(() => {
      if (!changes.every((change) => this.#isAsExpected(change))) return false;
      for (const { table, id, value } of changes) {
        if (value === null) this.#db.removeSync(`${table}/${id}`);
        else this.#db.putSync(`${table}/${id}`, Buffer.from(value));
      }
      return true;
    });
    return committed(change);
  }

  rewrite(tables: readonly Table[], renew: (table: Table, row: Row) => Uint8Array | undefined): Promise<number> {
    return Promise.resolve().then(() => this.#db.transactionSync(() => tables.reduce((count, table) => count + this.#rewriteTable(table, renew), 0)));
  }

  /** The processes that have the store open and have read from it, by pid. Asked before this one has read anything. What has ended is not told. */
  usedBy(): readonly number[] {
    this.#db.readerCheck();
    return [...this.#db.readerList().matchAll(/^ *(\d+) [0-9a-f]+ /gm)].map(([, pid]) => Number(pid));
  }

  /** A copy in `directory`, which is there, as of one moment: LMDB's own, while others write. */
  copyTo(directory: string): Promise<void> {
    return this.#db.backup(directory, false);
  }

  close(): Promise<void> {
    return this.#db.close();
  }

  /** Page by page, because a cursor does not stand still while rows are put. */
  #rewriteTable(table: Table, renew: (table: Table, row: Row) => Uint8Array | undefined): number {
    let [after, count] = [`${table}/`, 0];
    for (;;) {
      const rows = [...this.#db.getRange({ start: after, end: `${table}/${AFTER_ALL}`, limit: LIST_ROWS_MAX })].filter(({ key }) => key !== after);
      for (const { key, value } of rows) {
        const renewed = renew(table, { id: key.slice(table.length + 1), value });
        if (renewed === undefined) continue;
        this.#db.putSync(key, Buffer.from(renewed));
        count += 1;
      }
      const last = rows.at(-1);
      if (last === undefined) return count;
      after = last.key;
    }
  }

  #isAsExpected({ table, id, expected }: Change): boolean {
    const found = this.#db.getBinary(`${table}/${id}`);
    return expected === null ? found === undefined : found?.equals(expected) === true;
  }
}
