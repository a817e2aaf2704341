import { LOOKUP_KEYS, lookUp, userNameOf, type AuditParameters, type FoundEvent, type LookupAttribute, type LookupKey, type LookupPlace, type LookupQuery } from '@coffer/audit';
import type { Caller } from '@coffer/iam';
import { decodeNextToken, encodeNextToken } from './next-token.js';
import type { TrailBacking } from './trail-backing.js';
import { TrailError } from './trail-error.js';

export const RESULTS_MAX = 50;
const ATTRIBUTES_MAX = 1;
const VALUE_LENGTH_MAX = 2_000;

/** The time from which on everything is looked up, where nobody says one: what retention left. */
const BEGINNING = new Date(0);
/** Later than every event; fixed, so that the pages of one query have one query. */
const END = new Date(8.64e15 / 100);

/** A request of LookupEvents, read and not checked yet. */
export interface LookupEventsRequest {
  readonly attributes: readonly { readonly key: string | undefined; readonly value: string | undefined }[];
  readonly startTime: Date | undefined;
  readonly endTime: Date | undefined;
  readonly eventCategory: string | undefined;
  readonly maxResults: number | undefined;
  readonly nextToken: string | undefined;
}

/** One event of the answer, by AWS's names. */
export interface TrailEvent {
  readonly EventId: string;
  readonly EventName: string;
  /** `true` or `false`, as text: so AWS tells it. */
  readonly ReadOnly: string;
  readonly AccessKeyId?: string | undefined;
  /** Seconds of Unix time. */
  readonly EventTime: number;
  readonly EventSource: string;
  readonly Username?: string | undefined;
  readonly Resources: readonly { readonly ResourceType?: string | undefined; readonly ResourceName?: string | undefined }[];
  /** The whole record as JSON. */
  readonly CloudTrailEvent: string;
}

export interface LookupEventsResponse {
  readonly Events: readonly TrailEvent[];
  readonly NextToken?: string;
}

/** What the record says of a request. */
export function lookupParameters({ attributes, startTime, endTime, maxResults }: LookupEventsRequest): AuditParameters {
  const [attribute] = attributes;
  return {
    lookupAttributes: attribute && { attributeKey: attribute.key, attributeValue: attribute.value },
    startTime: startTime && told(startTime),
    endTime: endTime && told(endTime),
    maxResults,
  };
}

/** The management events of the caller's account, newest first, a page of at most 50. Throws TrailError. */
export async function lookupEvents({ log }: TrailBacking, caller: Caller, request: LookupEventsRequest): Promise<LookupEventsResponse> {
  const { maxResults = RESULTS_MAX, eventCategory, nextToken } = request;
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > RESULTS_MAX) throw TrailError.of('InvalidMaxResultsException');
  if (eventCategory !== undefined && eventCategory !== 'insight') throw TrailError.of('InvalidEventCategoryException');
  const query = queryOf(caller, request);
  const after = nextToken === undefined ? undefined : decodeNextToken(query, nextToken);
  // Insight events are what AWS finds unusual; nothing here makes any.
  return eventCategory === 'insight' ? { Events: [] } : page(log, query, maxResults, after);
}

async function page(log: TrailBacking['log'], query: LookupQuery, size: number, after: LookupPlace | undefined): Promise<LookupEventsResponse> {
  const found: FoundEvent[] = [];
  for await (const event of lookUp(log, query, after)) {
    // One more than is asked for tells whether there is another page.
    if (found.push(event) > size) break;
  }
  const last = found[size - 1];
  const Events = found.slice(0, size).map(eventOf);
  return found.length > size && last !== undefined ? { Events, NextToken: encodeNextToken(query, last.place) } : { Events };
}

function queryOf({ accountId }: Caller, { attributes, startTime, endTime }: LookupEventsRequest): LookupQuery {
  const [from, to] = [startTime ?? BEGINNING, endTime ?? END];
  if (!(from <= to) || from < BEGINNING || to > END) throw TrailError.of('InvalidTimeRangeException');
  return { accountId, category: 'Management', attribute: attributeOf(attributes), from, to };
}

function attributeOf(attributes: LookupEventsRequest['attributes']): LookupAttribute | undefined {
  if (attributes.length > ATTRIBUTES_MAX) throw TrailError.of('InvalidLookupAttributesException');
  const [attribute] = attributes;
  if (attribute === undefined) return undefined;
  const { key, value = '' } = attribute;
  if (!isLookupKey(key) || value === '' || value.length > VALUE_LENGTH_MAX) throw TrailError.of('InvalidLookupAttributesException');
  return { key, value };
}

function isLookupKey(key: string | undefined): key is LookupKey {
  return LOOKUP_KEYS.some((known) => known === key);
}

function eventOf({ record, line }: FoundEvent): TrailEvent {
  const { eventID = '', eventName = '', readOnly = false, eventTime = '', eventSource = '', userIdentity, resources = [] } = record;
  return {
    EventId: eventID,
    EventName: eventName,
    ReadOnly: String(readOnly),
    AccessKeyId: userIdentity?.accessKeyId,
    EventTime: new Date(eventTime).getTime() / 1000,
    EventSource: eventSource,
    Username: userNameOf(record),
    Resources: resources.map(({ type, ARN }) => ({ ResourceType: type, ResourceName: ARN })),
    CloudTrailEvent: line,
  };
}

/** A time that nobody can have is told as it came, not thrown at whoever records it. */
function told(time: Date): string {
  return Number.isNaN(time.getTime()) ? 'not a time' : time.toISOString();
}
