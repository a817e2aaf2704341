import type { KmsClientErrorCode } from './kms-client.js';

/** The rpcs that are asked on somebody's behalf; pings are not told of. */
export type CallMethod = 'GenerateDataKeyBatch' | 'DecryptBatch' | 'OpenSession' | 'GetIdentities' | 'ImportAuditGroups';
export type BatchMethod = Extract<CallMethod, 'GenerateDataKeyBatch' | 'DecryptBatch'>;

export type CallOutcome = 'Success' | KmsClientErrorCode;

/** Told of what goes to the key service and how it ends, for metrics. */
export interface CallObserver {
  /** A call ended after so many seconds. */
  called(method: CallMethod, outcome: CallOutcome, seconds: number): void;
  /** A batch leaves with so many requests. */
  batched(method: BatchMethod, entries: number): void;
  /** One request that was to go with a batch has its answer or its refusal. */
  settled(method: BatchMethod, outcome: CallOutcome): void;
}
