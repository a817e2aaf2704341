import { Counter, Histogram, type Registry } from 'prom-client';
import type { CacheEvent } from '../keys/materials.js';
import type { OperationName } from '../operations/requests.js';

/** From the cost of a cached key to the deadline of a call. */
const DURATION_BUCKETS_SECONDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2];

const DATA_KEY_OPERATIONS: ReadonlySet<OperationName> = new Set<OperationName>(['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext']);

/** What is kept and does not open. */
export type RefusedKind = 'material' | 'row';

/** What the service counts. */
export interface KmsMetrics {
  readonly observe: (operation: OperationName, outcome: string, elapsedMs: number, count: number) => void;
  readonly materialLookup: (event: CacheEvent) => void;
  readonly refusedOpen: (kind: RefusedKind) => void;
}

/** The metrics of the keys, in `registry`. No label holds anything that a caller chooses. */
export function kmsMetrics(registry: Registry): KmsMetrics {
  const registers = [registry];
  const requests = new Counter({ name: 'coffer_kms_requests_total', help: 'Calls by operation and outcome', labelNames: ['operation', 'outcome'], registers });
  const duration = new Histogram({
    name: 'coffer_kms_operation_seconds', help: 'Time in the operation, without the audit append', labelNames: ['operation'], buckets: DURATION_BUCKETS_SECONDS, registers,
  });
  const dataKeys = new Counter({ name: 'coffer_kms_data_keys_total', help: 'Data keys that were made', registers });
  const lookups = new Counter({ name: 'coffer_kms_material_lookups_total', help: 'Uses of key material, found unwrapped or not', labelNames: ['result'], registers });
  const refused = new Counter({ name: 'coffer_refused_opens_total', help: 'Stored bytes that do not open', labelNames: ['kind'], registers });
  for (const kind of ['material', 'row']) refused.inc({ kind }, 0);
  return {
    observe: (operation, outcome, elapsedMs, count) => {
      requests.inc({ operation, outcome }, count);
      const ofOperation = duration.labels({ operation });
      for (let i = 0; i < count; i += 1) ofOperation.observe(elapsedMs / 1000);
      if (outcome === 'Success' && DATA_KEY_OPERATIONS.has(operation)) dataKeys.inc(count);
    },
    materialLookup: (result) => {
      if (result === 'refused') refused.inc({ kind: 'material' });
      else lookups.inc({ result });
    },
    refusedOpen: (kind) => {
      refused.inc({ kind });
    },
  };
}
