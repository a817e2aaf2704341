import type { Health, HealthReport } from '@coffer/service';
import type { Registry } from 'prom-client';

import { CachedCount, type ObjectsCount } from './cached-count.js';
import { sumsBy } from './sums-by.js';

export interface OverviewSources {
  readonly health: Health;
  readonly metrics: Registry;
  readonly count: () => Promise<ObjectsCount>;
  readonly startedAt: Date;
}

/** What the console shows of this process: states by name, and numbers since its start. No reason, no path, no name that somebody chose. */
export class Overview {
  readonly #sources: OverviewSources;
  readonly #objects: CachedCount;

  constructor(sources: OverviewSources) {
    this.#sources = sources;
    this.#objects = new CachedCount(sources.count, Date.now);
  }

  async report(): Promise<object> {
    const { health, metrics, startedAt } = this.#sources;
    const { ok, checks } = await health.report();
    const [bucketKeys, requests, kms, kmsCalls] = await Promise.all([
      sumsBy(metrics, 'coffer_bucket_key_uses_total', 'outcome'),
      sumsBy(metrics, 'coffer_s3_requests_total', 'status'),
      sumsBy(metrics, 'coffer_kms_client_entries_total', 'outcome'),
      sumsBy(metrics, 'coffer_kms_client_calls_total', 'outcome'),
    ]);
    return {
      startedAt,
      storage: stateOf(ok, checks),
      checks: Object.fromEntries(checks),
      requests: requests ?? {},
      bucketKeys: { saved: bucketKeys?.['hit'] ?? 0, asked: bucketKeys?.['miss'] ?? 0 },
      ...(kms && { kmsRequests: kms }),
      ...(kmsCalls && { kmsCalls }),
      objects: await this.#objects.get(),
    };
  }
}

function stateOf(ok: boolean, checks: HealthReport['checks']): 'ok' | 'degraded' | 'failing' {
  if (!ok) return 'failing';
  return [...checks.values()].some((status) => status !== 'ok') ? 'degraded' : 'ok';
}
