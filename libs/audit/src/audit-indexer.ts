import type { RootDatabase } from 'lmdb';
import { committed } from '@coffer/service';
import { facetsOfRecord, type Facet } from './audit-facets.js';
import { decodeEnd, decodeSequences, encodeSequences, groupKey, indexedKey, placeOfKey, postingKey } from './audit-keys.js';
import { parseRecord } from './audit-record.js';
import { decodeGroupRow } from './group-row.js';
import { writtenAt } from './group-time.js';

/** How long the index may lag behind the log: rows for all groups of this time cost little more than rows for one. */
export const INDEX_LAG_MS = 1_000;

/** Groups that wait to be indexed with what they are found by. More are read from the log when their turn comes. */
const WAITING_MAX = 10_000;

/** Groups that are indexed by one commit. */
const GROUPS_PER_FLUSH = 2_000;

/** A group and what it is found by. */
interface Waiting {
  readonly sequence: number;
  readonly written: number;
  readonly facets: Iterable<Facet>;
}

/**
 * Writes the index of a log behind its groups, up to a second later, so that an append pays nothing for it. A row says how far the index has come
 * with each writer; what a crash left out, and what other processes appended, is read from the log and caught up on.
 */
export class AuditIndexer {
  readonly #db: RootDatabase<Buffer, string>;
  readonly #waiting = new Map<string, Waiting[]>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** Catches up, soon, with whatever `db` has. */
  constructor(db: RootDatabase<Buffer, string>) {
    this.#db = db;
    this.#schedule();
  }

  /** Notes a group that is durable. */
  add(writer: string, group: Waiting): void {
    const waiting = this.#waiting.get(writer);
    if (waiting === undefined) this.#waiting.set(writer, [group]);
    else if (waiting.length < WAITING_MAX) waiting.push(group);
    this.#schedule();
  }

  /** Resolves when everything that is in the log is in the index. Rejects if that cannot be written; a later flush tries again. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.catch(() => undefined).then(() => this.#flushAll());
    return this.#flushing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.flush().catch(() => undefined);
  }

  #schedule(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // What failed is tried again with the next group; the log itself tells a full disk louder.
      this.flush().catch(() => undefined);
    }, INDEX_LAG_MS).unref();
  }

  async #flushAll(): Promise<void> {
    const heads = Array.from(this.#db.getRange({ start: 'head/', end: 'head0' }), ({ key, value }) => decodeEnd(key, value));
    for (const { writer, sequence } of heads) while (await this.#flushSome(writer, sequence));
  }

  /** Whether there may be more. */
  async #flushSome(writer: string, head: number): Promise<boolean> {
    const [indexed = 0] = decodeSequences(this.#db.getBinary(indexedKey(writer)) ?? Buffer.alloc(1));
    if (indexed >= head) return false;
    const groups = this.#take(writer, indexed) ?? this.#read(writer, indexed);
    const last = groups.at(-1)?.sequence ?? head;
    await committed(this.#db.transaction(() => {
      for (const [key, sequences] of postingsOf(writer, groups)) this.#db.putSync(key, encodeSequences(sequences));
      this.#db.putSync(indexedKey(writer), encodeSequences([last]));
    }));
    return last < head;
  }

  /** What waits, if it is what comes next. */
  #take(writer: string, indexed: number): readonly Waiting[] | undefined {
    const waiting = this.#waiting.get(writer) ?? [];
    this.#waiting.delete(writer);
    return waiting[0]?.sequence === indexed + 1 && waiting.every(({ sequence }, at) => sequence === indexed + 1 + at) ? waiting : undefined;
  }

  #read(writer: string, indexed: number): readonly Waiting[] {
    const rows = this.#db.getRange({ start: groupKey(writer, indexed + 1), end: `group/${writer}0`, limit: GROUPS_PER_FLUSH });
    return Array.from(rows, ({ key, value }) => {
      const group = decodeGroupRow(value);
      return { ...placeOfKey(key), written: writtenAt(group).getTime() || 0, facets: new Set(group.lines.flatMap((line) => facetsOfRecord(parseRecord(line) ?? {}))) };
    });
  }
}

/** A row for each facet: it starts at the first group that has it, and tells all. Groups of another day or a later time begin rows of their own. */
function postingsOf(writer: string, groups: readonly Waiting[]): Map<string, number[]> {
  const postings = new Map<string, number[]>();
  const open = new Map<Facet, { readonly slot: number; readonly sequences: number[] }>();
  for (const { sequence, written, facets } of groups) {
    const slot = Math.floor(written / INDEX_LAG_MS);
    for (const facet of facets) {
      const begun = open.get(facet);
      if (begun?.slot === slot) begun.sequences.push(sequence);
      else {
        const sequences = [sequence];
        open.set(facet, { slot, sequences });
        postings.set(postingKey(facet, written, writer, sequence), sequences);
      }
    }
  }
  return postings;
}
