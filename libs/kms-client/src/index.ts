/** The key service, as storage uses it: concurrent calls travel as batches, every call ends within its deadline, recovery is by itself. */
export { connectKms, type ConnectKmsOptions, type KmsConnection } from './connect-kms.js';
export { callStamps } from './call-stamp.js';
export type { BatchMethod, CallMethod, CallObserver, CallOutcome } from './call-observer.js';
export type { CallSpan, CallTracer } from './call-tracer.js';
export type { BatchLimits } from './batch-queue.js';
export type { ClientTls } from './connection.js';
export { KmsClientError, type AuditGroupToImport, type KmsClientErrorCode, type DataKey, type KeptIdentities, type KmsClient, type OnBehalfOf, type OpenedSession } from './kms-client.js';
