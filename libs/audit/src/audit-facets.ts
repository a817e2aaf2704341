import type { AuditEvent } from './audit-event.js';
import { accountsOf, attributeOf, LOOKUP_KEYS, parseRecord, type AuditRecord, type LookupKey } from './audit-record.js';
import { isTimedEventId } from './event-id.js';

/**
 * What a group is found by, as text:
 *
 *     facet = ACCOUNT "/" CATEGORY "/" KEY "/" VALUE        CATEGORY: M or D; KEY: a letter, or - for every event; VALUE: percent-encoded, cut
 */
export type Facet = string;

/** Values are cut in the index: what else begins like a long one is read in vain, and nothing is missed. */
const VALUE_LENGTH_MAX = 200;

const LETTERS = { EventId: 'i', EventName: 'n', ReadOnly: 'r', Username: 'u', ResourceType: 't', ResourceName: 'R', EventSource: 's', AccessKeyId: 'k' } as const satisfies Record<LookupKey, string>;

export type Category = 'Management' | 'Data';

/** One attribute that is looked for. */
export interface LookupAttribute {
  readonly key: LookupKey;
  readonly value: string;
}

/** The facet of the events of `accountId` that have an attribute, or of all of them. */
export function facetOf(accountId: string, category: Category, attribute?: LookupAttribute): Facet {
  const [letter, value] = attribute === undefined ? ['-', ''] : [LETTERS[attribute.key], valueText(attribute.value)];
  return `${accountId}/${category === 'Data' ? 'D' : 'M'}/${letter}/${value}`;
}

/** Every facet of a record. An id that tells its time is none: the event is looked for at that time. */
export function facetsOfRecord(record: AuditRecord): readonly Facet[] {
  const category = record.eventCategory === 'Data' ? 'Data' : 'Management';
  const attributes = LOOKUP_KEYS.flatMap((key) => attributeOf(record, key).map((value) => ({ key, value })));
  const indexed = attributes.filter(({ key, value }) => key !== 'EventId' || !isTimedEventId(value));
  return accountsOf(record).flatMap((account) => [facetOf(account, category), ...indexed.map((attribute) => facetOf(account, category, attribute))]);
}

/** Lists of facets that are remembered; when there are more, all are forgotten. */
const REMEMBERED_MAX = 1_000;

/**
 * The facets of events as they are appended. To read them from a line costs 10 us, and most events of a busy time share caller, operation and key with
 * another: those share the very list.
 */
export class Facets {
  #last: AuditEvent | undefined;
  #lastFacets: readonly Facet[] = [];
  readonly #known = new Map<string, readonly Facet[]>();

  /** Of `event`, which was printed as `line`. */
  of(event: AuditEvent, line: string): readonly Facet[] {
    if (this.#last !== undefined && isAlike(this.#last, event)) return this.#lastFacets;
    this.#last = event;
    this.#lastFacets = isShared(event) ? this.#remembered(keyOf(event), line) : read(line);
    return this.#lastFacets;
  }

  #remembered(key: string, line: string): readonly Facet[] {
    let facets = this.#known.get(key);
    if (facets === undefined) {
      if (this.#known.size >= REMEMBERED_MAX) this.#known.clear();
      this.#known.set(key, (facets = read(line)));
    }
    return facets;
  }
}

function read(line: string): readonly Facet[] {
  const record = parseRecord(line);
  return record === undefined ? [] : facetsOfRecord(record);
}

/** Whether an event has nothing that it is found by but what `keyOf` tells. */
function isShared({ keyArns, resources, webIdentity, eventId }: AuditEvent): boolean {
  return keyArns.length <= 1 && resources === undefined && webIdentity === undefined && isTimedEventId(eventId);
}

/** What the facets of an event are made of. */
function keyOf({ caller, source, operation, readOnly, category, keyArns, error, recipientAccountId = '' }: AuditEvent): string {
  const who = `${caller.type}\n${caller.accountId}\n${caller.principalId}\n${caller.userName ?? ''}\n${caller.accessKeyId}\n${caller.arn}`;
  return `${who}\n${source}\n${operation}\n${String(readOnly)}\n${String(category)}\n${keyArns[0] ?? ''}\n${String(error === undefined)}\n${recipientAccountId}`;
}

/** Whether two events have the same facets for sure, told without building a text. */
function isAlike(a: AuditEvent, b: AuditEvent): boolean {
  return a.caller === b.caller && a.operation === b.operation && a.source === b.source && a.readOnly === b.readOnly && a.category === b.category
    && a.keyArns.length === b.keyArns.length && a.keyArns[0] === b.keyArns[0] && a.recipientAccountId === b.recipientAccountId
    && (a.error === undefined) === (b.error === undefined) && isShared(a) && isShared(b);
}

function valueText(value: string): string {
  return encodeURIComponent(value.slice(0, VALUE_LENGTH_MAX).toWellFormed()).slice(0, VALUE_LENGTH_MAX);
}
