import type { KmsClient } from '@coffer/kms-client';

import { BucketKeys } from '../sse/bucket-keys.js';
import { Sealing } from '../sse/sealing.js';

import { KeyMetrics } from './key-metrics.js';
import type { Parts } from './parts.js';
import { TracedSealing } from './traced-sealing.js';

/** Of new bodies: large enough for bulk speed, small enough that a read of some bytes opens little more. */
const SEGMENT_SIZE = 262_144;

/** Sealing by the KMS, with the bucket keys that are held meanwhile; they are zeroed at the end. */
export function openSealing({ settings, metrics, tracing, shutdown }: Parts, kms: KmsClient): Sealing {
  const counted = new KeyMetrics(metrics);
  const bucketKeys = new BucketKeys(kms, { lifetimeMs: settings.bucketKeySeconds * 1_000, now: Date.now, onUse: counted.used, onDropped: counted.dropped });
  counted.watch(bucketKeys, kms);
  shutdown.add({ name: 'bucket keys', close: () => { bucketKeys.close(); } });
  return tracing === undefined ? new Sealing(kms, bucketKeys, SEGMENT_SIZE) : new TracedSealing(kms, bucketKeys, SEGMENT_SIZE, tracing);
}
