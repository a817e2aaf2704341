import { LookupEventsCommand, type CloudTrailClient, type LookupAttributeKey } from '@aws-sdk/client-cloudtrail';
import { readEntry, type TrailEntry } from './trail-entry.js';

export interface TrailQuery {
  readonly from: Date;
  /** The one attribute that the trail itself looks by. */
  readonly by?: { readonly attribute: LookupAttributeKey; readonly value: string };
  /** How many are looked at; each page of 50 is a request. */
  readonly limit: number;
}

export interface FoundEntries {
  /** Newest first. */
  readonly entries: readonly TrailEntry[];
  /** False: there are older ones that were not looked at. */
  readonly isComplete: boolean;
}

const PAGE_SIZE = 50;

/** The events of one's account since a time, newest first, as far as the limit. */
export async function findEntries(trail: CloudTrailClient, { from, by, limit }: TrailQuery, abortSignal: AbortSignal): Promise<FoundEntries> {
  const entries: TrailEntry[] = [];
  let NextToken: string | undefined;
  for (let looked = 0; looked < limit; looked += PAGE_SIZE) {
    const page = await trail.send(new LookupEventsCommand({
      StartTime: from, MaxResults: PAGE_SIZE,
      ...(by !== undefined && { LookupAttributes: [{ AttributeKey: by.attribute, AttributeValue: by.value }] }),
      ...(NextToken !== undefined && { NextToken }),
    }), { abortSignal });
    entries.push(...(page.Events ?? []).flatMap(({ CloudTrailEvent = '' }) => readEntry(CloudTrailEvent) ?? []));
    NextToken = page.NextToken;
    if (NextToken === undefined) return { entries, isComplete: true };
  }
  return { entries, isComplete: false };
}

/** Newer events before those that were there, each once, at most `limit`. */
export function joined(newer: readonly TrailEntry[], held: readonly TrailEntry[], limit: number): readonly TrailEntry[] {
  const known = new Set(held.map(({ id }) => id));
  const fresh = newer.filter(({ id }) => !known.has(id));
  return fresh.length === 0 ? held : [...fresh, ...held].sort((one, other) => other.time.getTime() - one.time.getTime()).slice(0, limit);
}
