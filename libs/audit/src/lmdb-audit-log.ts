import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, type RootDatabase } from 'lmdb';
import { committed } from '@coffer/service';
import type { AuditEvent } from './audit-event.js';
import { Facets, facetsOfRecord, type Facet } from './audit-facets.js';
import {
  dayOf, decodeEnd, decodeName, decodeSequences, decodeTrim, encodeEnd, encodeName, groupKey, headKey, OWN_KEY, peerKey, placeOfKey, trimKey, type AuditTrim,
} from './audit-keys.js';
import { AuditIndexer } from './audit-indexer.js';
import type { AuditGroup, AuditHead, AuditLog, GroupRange } from './audit-log.js';
import { parseRecord } from './audit-record.js';
import { CHAIN_START } from './chain.js';
import { CloudTrailPrinter, type AuditPlace } from './cloudtrail.js';
import { GroupCommit, type Backlog } from './group-commit.js';
import { decodeGroupRow, placeRow, rowOf, type GroupRow } from './group-row.js';

/** Groups that are read at once when the log is read through. */
const GROUPS_PER_READ = 64;

/** How often an append is tried again when other processes append before it. */
const APPEND_ATTEMPTS_MAX = 16;

/** Rows of the index that one commit removes. */
const POSTINGS_PER_REMOVAL = 2_000;

export interface LmdbAuditLogOptions {
  /** Told of every group that became durable: how long it took, and how many events it has. */
  readonly onAppended?: ((seconds: number, events: number) => void) | undefined;
  readonly now?: () => number;
}

/** An event on its way to a group. As bytes: the pieces of text that lines are joined from would keep the collector busy while they wait. */
interface Recorded {
  readonly line: Buffer;
  readonly facets: readonly Facet[];
}

export type ImportOutcome = 'imported' | 'known' | 'does not follow';

type Database = RootDatabase<Buffer, string>;

/**
 * An AuditLog in one LMDB file: a row for each group and the head of the chain beside it, written in one transaction, and an index of what events are
 * found by, written behind; `audit-keys.ts` draws the rows.
 *
 * The writer is the store's own and lives as long as the store, so there is one chain over all starts of the service. Chains of other writers stand
 * beside it once they are imported.
 *
 * `overlappingSync`, lmdb's default, is off: it commits first and flushes afterwards, and promises the flush apart. Without it a commit is
 * fdatasync of the pages, then a synchronous write of the root, then the answer; it is also no slower here. `eventTurnBatching` is off
 * too: its batches hold a promise that nobody can reach, and a full disk would end the process by that promise's rejection.
 */
export class LmdbAuditLog implements AuditLog {
  readonly #db: Database;
  readonly #printer: CloudTrailPrinter;
  readonly #facets = new Facets();
  readonly #commits: GroupCommit<Recorded>;
  readonly #options: LmdbAuditLogOptions;
  /** Absent in a log that is only read. */
  readonly #indexer: AuditIndexer | undefined;
  #head: AuditHead;
  /** Whether the log says which writer is its own. */
  #isOwnKept: boolean;

  private constructor(db: Database, place: AuditPlace, options: LmdbAuditLogOptions = {}, indexer?: AuditIndexer) {
    this.#indexer = indexer;
    this.#db = db;
    this.#printer = new CloudTrailPrinter(place);
    this.#options = options;
    this.#head = ownHead(db) ?? { writer: randomUUID(), sequence: 0, hash: CHAIN_START };
    this.#isOwnKept = db.getBinary(OWN_KEY) !== undefined;
    this.#commits = new GroupCommit((events) => this.#write(events), ({ line }) => line.length);
  }

  /** Opens the log in `directory`, which is made, for this user only, if it is not there. */
  static open(directory: string, place: AuditPlace, options?: LmdbAuditLogOptions): LmdbAuditLog {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const db = open<Buffer, string>({ path: directory, encoding: 'binary', overlappingSync: false, eventTurnBatching: false });
    return new LmdbAuditLog(db, place, options, new AuditIndexer(db));
  }

  /** Opens a log that is there, to read it; the service may be writing meanwhile. */
  static openToRead(directory: string, place: AuditPlace): LmdbAuditLog {
    return new LmdbAuditLog(open<Buffer, string>({ path: directory, encoding: 'binary', readOnly: true }), place);
  }

  /** Whose chain this log's own events are in. */
  get writer(): string {
    return this.#head.writer;
  }

  /** Events that are not durable yet. */
  get backlog(): Backlog {
    return this.#commits.backlog;
  }

  append(events: readonly AuditEvent[]): Promise<void> {
    return this.#commits.add(events.map((event) => {
      const line = this.#printer.line(event);
      return { line: Buffer.from(line), facets: this.#facets.of(event, line) };
    }));
  }

  async *groups(range?: GroupRange): AsyncGenerator<AuditGroup> {
    const end = range === undefined ? 'group0' : `group/${range.writer}0`;
    let after = range === undefined ? 'group/' : groupKey(range.writer, range.after);
    for (;;) {
      const rows = [...this.#db.getRange({ start: after, end, limit: GROUPS_PER_READ + 1 })].filter(({ key }) => key !== after);
      for (const { key, value } of rows) yield { ...placeOfKey(key), ...decodeGroupRow(value) };
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.key;
      // A long log is read in turns, so that a service that reads its own is not stopped by it.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** One group, if it is still there. */
  group(writer: string, sequence: number): GroupRow | undefined {
    const row = this.#db.getBinary(groupKey(writer, sequence));
    return row && decodeGroupRow(row);
  }

  /** The last group of a writer that is there; 0 for none. */
  lastSequence(writer: string): number {
    return this.#headOf(writer).sequence;
  }

  heads(): Promise<readonly AuditHead[]> {
    return Promise.resolve(Array.from(this.#db.getRange({ start: 'head/', end: 'head0' }), ({ key, value }) => decodeEnd(key, value)));
  }

  trims(): Promise<readonly AuditTrim[]> {
    return Promise.resolve(Array.from(this.#db.getRange({ start: 'trim/', end: 'trim0' }), ({ key, value }) => decodeTrim(key, value)));
  }

  /** Brings the index up to the log; where the log is only read, it lags by what the service has not written yet. */
  async catchUp(): Promise<void> {
    await this.#indexer?.flush();
  }

  /** Rows of the index from `from` down to `to`, newest first, with the sequences that they tell: see `lookup.ts`. */
  *postings(from: string, to: string): Generator<{ readonly key: string; readonly sequences: readonly number[] }> {
    for (const { key, value } of this.#db.getRange({ start: from, end: to, reverse: true })) yield { key, sequences: decodeSequences(value) };
  }

  /** The days, as `dayOf` writes them, of which the index has anything, newest first. */
  *indexedDays(): Generator<string> {
    let before = 'index0';
    for (;;) {
      const [key] = this.#db.getKeys({ start: before, end: 'index/', reverse: true, limit: 1 });
      const day = key?.split('/')[1];
      if (day === undefined) return;
      yield day;
      before = `index/${day}`;
    }
  }

  /**
   * Removes the groups of a chain up to `trim.sequence`, and says so in its row, in one transaction. The event that the row names must be durable
   * before: `verifyAudit` takes no row's word for it.
   */
  async trim(trim: AuditTrim): Promise<void> {
    const keys = [...this.#db.getKeys({ start: groupKey(trim.writer, 0), end: groupKey(trim.writer, trim.sequence + 1) })];
    await committed(this.#db.transaction(() => {
      for (const key of keys) this.#db.removeSync(key);
      this.#db.putSync(trimKey(trim.writer), encodeEnd(trim, trim.eventId));
    }));
  }

  /** Removes the index of the days before that of `before`, in ms. */
  async forgetPostings(before: number): Promise<void> {
    await this.catchUp();
    for (;;) {
      const keys = [...this.#db.getKeys({ start: 'index/', end: `index/${dayOf(before)}`, limit: POSTINGS_PER_REMOVAL })];
      if (keys.length === 0) return;
      await committed(this.#db.transaction(() => {
        for (const key of keys) this.#db.removeSync(key);
      }));
    }
  }

  /**
   * Takes over a group of another writer, if it follows what is there of that writer. `known` was taken over before; a group of this log's own writer,
   * or one whose hash is not the one that it says, does not follow.
   */
  async importGroup({ writer, sequence, hash, written, lines }: Omit<AuditGroup, 'recordHashes' | 'version'>): Promise<ImportOutcome> {
    const head = this.#headOf(writer);
    if (sequence <= head.sequence && writer !== this.writer) return this.group(writer, sequence)?.hash.equals(hash) === false ? 'does not follow' : 'known';
    const row = rowOf(lines.map((line) => Buffer.from(line)), written.getTime());
    const follows = placeRow(row, { previous: head.hash, writer, sequence }).equals(hash) && sequence === head.sequence + 1;
    if (!follows || writer === this.writer) return 'does not follow';
    if (!(await this.#put({ writer, sequence, hash }, row))) return 'known';
    const facets = new Set(lines.flatMap((line) => facetsOfRecord(parseRecord(line) ?? {})));
    this.#indexer?.add(writer, { sequence, written: written.getTime(), facets });
    return 'imported';
  }

  /**
   * Whether groups of a writer may come from a peer of these names. With `binds` the first that ships them binds the writer to the first of its names,
   * durably; from then on they come from whoever has that name.
   */
  async mayShip(writer: string, names: readonly string[], binds: boolean): Promise<boolean> {
    const key = peerKey(writer);
    const [first] = names;
    if (binds && first !== undefined) {
      const parts: Promise<unknown>[] = [];
      await committed(this.#db.ifNoExists(key, () => { parts.push(this.#db.put(key, encodeName(first))); }), parts);
    }
    const row = this.#db.getBinary(key);
    return row === undefined || names.includes(decodeName(row));
  }

  async close(): Promise<void> {
    await this.#commits.settled();
    await this.#indexer?.close();
    await this.#db.close();
  }

  async #write(events: readonly Recorded[]): Promise<void> {
    const started = performance.now();
    const written = (this.#options.now ?? Date.now)();
    const row = rowOf(events.map(({ line }) => line), written);
    for (let attempt = 0; attempt < APPEND_ATTEMPTS_MAX; attempt += 1) {
      const { writer, sequence: last, hash: previous } = this.#head;
      const sequence = last + 1;
      const hash = placeRow(row, { previous, writer, sequence });
      if (await this.#put({ writer, sequence, hash }, row)) {
        this.#head = { writer, sequence, hash };
        this.#indexer?.add(writer, { sequence, written, facets: facetsOf(events) });
        this.#options.onAppended?.((performance.now() - started) / 1000, events.length);
        return;
      }
      this.#head = ownHead(this.#db) ?? this.#head;
    }
    throw new Error('others appended to the audit log too often');
  }

  /** False if another process wrote the group of that place. */
  async #put(head: AuditHead, row: Buffer): Promise<boolean> {
    const { writer, sequence } = head;
    const key = groupKey(writer, sequence);
    const parts: Promise<unknown>[] = [];
    const change = this.#db.ifNoExists(key, () => {
      parts.push(this.#db.put(key, row), this.#db.put(headKey(writer), encodeEnd(head)));
      if (!this.#isOwnKept) parts.push(this.#db.put(OWN_KEY, encodeName(this.writer)));
    });
    const isPut = await committed(change, parts);
    this.#isOwnKept ||= isPut;
    return isPut;
  }

  #headOf(writer: string): AuditHead {
    const row = this.#db.getBinary(headKey(writer));
    return row === undefined ? { writer, sequence: 0, hash: CHAIN_START } : decodeEnd(headKey(writer), row);
  }
}

/**
 * The end of the log's own chain; a log may say whose it is before it has a group of it. One that was made before others were imported into it has one head and
 * does not say.
 */
function ownHead(db: Database): AuditHead | undefined {
  const own = db.getBinary(OWN_KEY);
  if (own !== undefined) {
    const writer = decodeName(own);
    return headIn(db, headKey(writer)) ?? { writer, sequence: 0, hash: CHAIN_START };
  }
  const [key] = db.getKeys({ start: 'head/', end: 'head0', limit: 1 });
  return key === undefined ? undefined : headIn(db, key);
}

function headIn(db: Database, key: string): AuditHead | undefined {
  const row = db.getBinary(key);
  return row === undefined ? undefined : decodeEnd(key, row);
}

/** Each facet once; events that are alike share the very list. */
function facetsOf(events: readonly Recorded[]): Iterable<Facet> {
  const lists = new Set(events.map(({ facets }) => facets));
  const [first] = lists;
  return lists.size === 1 && first !== undefined ? first : new Set([...lists].flat());
}
