import { LookupEventsCommand, type CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Pair } from '../../components/pairs.js';
import { ARN_PAIR } from './context-pairs.js';

/** The use of a key that sealed an object, as the audit tells it. */
export interface SealedBy {
  readonly who: string;
  readonly when: Date | undefined;
  readonly eventId: string;
  /** The pairs that were bound besides the object's own name. */
  readonly context: readonly Pair[];
}

const PAGES_MAX = 4;
const PAGE_SIZE = 50;
/** A write asks for the key before its record has a time; clocks of two services may be some seconds apart. */
const LEEWAY_MS = 15_000;
const LOOK_BACK_MS = 15 * 60_000;

/** The last use of the key for exactly this object before it was written. Nothing when the audit tells of none, as with a bucket key that was held. */
export async function sealedBy(trail: CloudTrailClient, keyArn: string, objectArn: string, written: Date, abortSignal: AbortSignal): Promise<SealedBy | undefined> {
  let NextToken: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await trail.send(new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: keyArn }], MaxResults: PAGE_SIZE,
      StartTime: new Date(written.getTime() - LOOK_BACK_MS), EndTime: new Date(written.getTime() + LEEWAY_MS),
      ...(NextToken === undefined ? {} : { NextToken }),
    }), { abortSignal });
    for (const { CloudTrailEvent = '' } of page.Events ?? []) {
      const found = readSealing(CloudTrailEvent, objectArn);
      if (found !== undefined) return found;
    }
    NextToken = page.NextToken;
    if (NextToken === undefined) return undefined;
  }
  return undefined;
}

interface TrailEvent {
  readonly eventName?: unknown;
  readonly eventTime?: unknown;
  readonly eventID?: unknown;
  readonly errorCode?: unknown;
  readonly userIdentity?: { readonly arn?: unknown };
  readonly requestParameters?: { readonly encryptionContext?: Readonly<Record<string, unknown>> };
}

/** What an event says of the sealing of an object, if it is about that. */
export function readSealing(text: string, objectArn: string): SealedBy | undefined {
  const event = parsed(text);
  const context = event?.requestParameters?.encryptionContext;
  if (event === undefined || context?.[ARN_PAIR] !== objectArn || event.errorCode !== undefined || !String(event.eventName).startsWith('GenerateDataKey')) return undefined;
  return {
    who: typeof event.userIdentity?.arn === 'string' ? event.userIdentity.arn : 'somebody whom the event does not name',
    when: typeof event.eventTime === 'string' ? new Date(event.eventTime) : undefined,
    eventId: String(event.eventID),
    context: Object.entries(context).filter(([key]) => key !== ARN_PAIR).map(([key, value]) => ({ key, value: String(value) })),
  };
}

function parsed(text: string): TrailEvent | undefined {
  try {
    return JSON.parse(text) as TrailEvent;
  } catch {
    return undefined;
  }
}
