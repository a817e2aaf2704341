import type { KmsClient } from '@coffer/kms-client';
import { Counter, Gauge, type Registry } from 'prom-client';

import type { BucketKeys, DropReason } from '../sse/bucket-keys.js';

/** What is counted of bucket keys, and whether the KMS answers. */
export class KeyMetrics {
  readonly #registers: readonly [Registry];
  readonly #uses: Readonly<Record<'hit' | 'miss', Counter.Internal>>;
  readonly #dropped: Readonly<Record<DropReason, Counter.Internal>>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#registers = [registry];
    const uses = new Counter({ name: 'coffer_bucket_key_uses_total', help: 'Bucket keys needed: held, or asked of the KMS', labelNames: ['outcome'], registers });
    const dropped = new Counter({ name: 'coffer_bucket_keys_dropped_total', help: 'Bucket keys that were zeroed', labelNames: ['reason'], registers });
    this.#uses = { hit: uses.labels('hit'), miss: uses.labels('miss') };
    this.#dropped = { expired: dropped.labels('expired'), evicted: dropped.labels('evicted'), 'access-changed': dropped.labels('access-changed') };
    for (const child of Object.values(this.#dropped)) child.inc(0);
  }

  readonly used = (outcome: 'hit' | 'miss'): void => {
    this.#uses[outcome].inc();
  };

  readonly dropped = (reason: DropReason): void => {
    this.#dropped[reason].inc();
  };

  /** Gauges of these, read when somebody asks. */
  watch(keys: Pick<BucketKeys, 'size' | 'oldestAgeMs'>, kms: Pick<KmsClient, 'available'>): void {
    const registers = [...this.#registers];
    new Gauge({ name: 'coffer_bucket_keys', help: 'Bucket keys that are held', registers, collect() { this.set(keys.size); } });
    new Gauge({ name: 'coffer_bucket_key_oldest_age_seconds', help: 'Age of the oldest bucket key that is held', registers, collect() { this.set(keys.oldestAgeMs / 1_000); } });
    new Gauge({ name: 'coffer_kms_available', help: '1 if the KMS answered lately', registers, collect() { this.set(kms.available() ? 1 : 0); } });
  }
}
