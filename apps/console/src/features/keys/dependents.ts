import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Clients } from '../../clients/clients.js';
import { fetchOverview } from '../overview/fetch-overview.js';
import { findEntries } from '../trail/find-entries.js';

/** What would not open without a key. */
export interface Dependents {
  /** As storage-service counts them; absent for who may not have its numbers. */
  readonly objects?: number;
  readonly isComplete: boolean;
  /** Objects that the latest uses of the key name. */
  readonly seen: number;
}

const EVENTS_MAX = 200;

export async function dependentsOf(clients: Clients, trail: CloudTrailClient, keyArn: string, signal: AbortSignal): Promise<Dependents> {
  const [counted, found] = await Promise.allSettled([
    fetchOverview(clients, signal),
    findEntries(trail, { from: new Date(0), by: { attribute: 'ResourceName', value: keyArn }, limit: EVENTS_MAX }, signal),
  ]);
  if (counted.status === 'rejected' && found.status === 'rejected') throw found.reason;
  const seen = found.status === 'fulfilled' ? new Set(found.value.entries.flatMap(({ resources }) => resources.filter((arn) => /^arn:aws:s3:::[^/]+\/./.test(arn)))).size : 0;
  if (counted.status === 'rejected') return { isComplete: false, seen };
  const { seals, isComplete } = counted.value.objects;
  return { objects: seals.filter((seal) => seal.keyArn === keyArn).reduce((sum, { objects }) => sum + objects, 0), isComplete, seen };
}
