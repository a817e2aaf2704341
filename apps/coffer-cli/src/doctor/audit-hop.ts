import { setTimeout as wait } from 'node:timers/promises';

import { LookupEventsCommand, type CloudTrailClient } from '@aws-sdk/client-cloudtrail';

import { HopFailure, type Found } from './hop.js';
import type { SealedObject } from './sealed-object.js';

/** Pages of one look. */
const PAGES_MAX = 10;
const PAGE_SIZE = 50;
const AGAIN_MS = 500;

/** A clock that is a little ahead must not hide what was just done. */
const BACKDATED_MS = 900_000;

/** Looks in the audit trail for the use of the key that the sealed object took, until it is there or time is over. */
export async function findInAudit(trail: CloudTrailClient, { arn, since }: SealedObject, seconds: number, signal: AbortSignal): Promise<Found<undefined>> {
  const until = Date.now() + seconds * 800;
  for (;;) {
    const event = await look(trail, arn, since, signal);
    if (event !== undefined) return { detail: `event ${event} is GenerateDataKey with the object's name in its context`, value: undefined };
    if (Date.now() > until) throw new HopFailure(`no event of GenerateDataKey names ${arn}`, 'see whether --kms-endpoint is the KMS that storage-service asks (its COFFER_KMS_GRPC_TARGET), and whether this caller is of the same account');
    await wait(AGAIN_MS, undefined, { signal });
  }
}

async function look(trail: CloudTrailClient, arn: string, since: Date, abortSignal: AbortSignal): Promise<string | undefined> {
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { Events = [], NextToken: next } = await trail.send(new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'GenerateDataKey' }], StartTime: new Date(since.getTime() - BACKDATED_MS), MaxResults: PAGE_SIZE, NextToken,
    }), { abortSignal });
    const found = Events.find(({ CloudTrailEvent }) => CloudTrailEvent?.includes(`"${arn}"`));
    if (found !== undefined) return found.EventId;
    if (next === undefined) return undefined;
    NextToken = next;
  }
  return undefined;
}
