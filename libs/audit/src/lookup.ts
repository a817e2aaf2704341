import { facetOf, type Category, type LookupAttribute } from './audit-facets.js';
import { INDEX_LAG_MS } from './audit-indexer.js';
import { dayOf, hex } from './audit-keys.js';
import { accountsOf, attributeOf, parseRecord, type AuditRecord } from './audit-record.js';
import { timeOfEventId } from './event-id.js';
import type { LmdbAuditLog } from './lmdb-audit-log.js';

/** An event is written within this time of when it happened; the index goes by when it was written. */
const WRITTEN_LATER_MAX_MS = 60_000;

/** The greatest time that the index can tell, less the above. */
const TIME_MAX = 2 ** 47;

/** Groups that are read in one turn. */
const GROUPS_PER_TURN = 16;

/** What is looked for. Times are those of the events, ends included, and count in whole seconds. */
export interface LookupQuery {
  readonly accountId: string;
  readonly category: Category;
  readonly attribute?: LookupAttribute | undefined;
  readonly from: Date;
  readonly to: Date;
}

/**
 * Where an event stands in the order in which events are found: the newest row of the index first, in it the last group first, and in that the last
 * event first.
 */
export interface LookupPlace {
  /** The end of the index row's key. */
  readonly row: string;
  readonly sequence: number;
  readonly position: number;
}

export interface FoundEvent {
  readonly record: AuditRecord;
  readonly line: string;
  readonly place: LookupPlace;
}

/** The events that a query asks for, newest first, behind the one at `after`. */
export async function* lookUp(log: LmdbAuditLog, query: LookupQuery, after?: LookupPlace): AsyncGenerator<FoundEvent> {
  await log.catchUp();
  let read = 0;
  for (const { row, sequence } of groupsOf(log, searchOf(query), after)) {
    const lines = log.group(writerOf(row), sequence)?.lines ?? [];
    const isResumed = after?.row === row && after.sequence === sequence;
    for (let position = (isResumed ? after.position : lines.length) - 1; position >= 0; position -= 1) {
      const line = lines[position] ?? '';
      const record = isCandidate(line, query) ? parseRecord(line) : undefined;
      if (record !== undefined && isAskedFor(record, query)) yield { record, line, place: { row, sequence, position } };
    }
    read += 1;
    if (read % GROUPS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What of the index is read: which facet, written between which times. */
interface Search {
  readonly facet: string;
  readonly from: number;
  readonly to: number;
}

function searchOf({ accountId, category, attribute, from, to }: LookupQuery): Search {
  // A row of the index is as old as its first group.
  const times = { from: Math.max(wholeSecond(from) - INDEX_LAG_MS, 0), to: Math.min(to.getTime(), TIME_MAX) + WRITTEN_LATER_MAX_MS };
  const happened = attribute?.key === 'EventId' ? timeOfEventId(attribute.value) : undefined;
  if (happened === undefined) return { facet: facetOf(accountId, category, attribute), ...times };
  const around = { from: Math.max(times.from, happened.getTime() - INDEX_LAG_MS), to: Math.min(times.to, happened.getTime() + WRITTEN_LATER_MAX_MS) };
  return { facet: facetOf(accountId, category), ...around };
}

/** The groups that may have what is looked for, newest first. */
function* groupsOf(log: LmdbAuditLog, { facet, from, to }: Search, after: LookupPlace | undefined): Generator<{ readonly row: string; readonly sequence: number }> {
  const until = after?.row ?? `${hex(to, 12)}0`;
  for (const day of log.indexedDays()) {
    if (day > dayOf(Number.parseInt(until.slice(0, 12), 16)) || day < dayOf(from)) continue;
    const prefix = `index/${day}/${facet}/`;
    for (const { key, sequences } of log.postings(prefix + until, prefix + hex(from, 12))) {
      const row = key.slice(prefix.length);
      for (const sequence of sequences.toReversed()) if (row !== after?.row || sequence <= after.sequence) yield { row, sequence };
    }
  }
}

function writerOf(row: string): string {
  return row.split('/')[1] ?? '';
}

/** What is cheap to tell before a line is parsed. */
function isCandidate(line: string, { attribute }: LookupQuery): boolean {
  return attribute?.key !== 'EventId' || line.includes(attribute.value);
}

function isAskedFor(record: AuditRecord, { accountId, category, attribute, from, to }: LookupQuery): boolean {
  const time = new Date(record.eventTime ?? NaN).getTime();
  if (!(time >= wholeSecond(from) && time <= to.getTime())) return false;
  const isOfCategory = (record.eventCategory === 'Data') === (category === 'Data');
  return isOfCategory && accountsOf(record).includes(accountId) && (attribute === undefined || attributeOf(record, attribute.key).includes(attribute.value));
}

/** Events tell their time in whole seconds. */
function wholeSecond(time: Date): number {
  return Math.floor(time.getTime() / 1000) * 1000;
}
