/** The record of what was done with keys and objects: events in CloudTrail's shape, durable in groups, chained by hash. */
export type { AuditEvent, AuditParameters, AuditResource, AuditSource, AuditValue, WebIdentity } from './audit-event.js';
export type { Category, LookupAttribute } from './audit-facets.js';
export type { AuditTrim } from './audit-keys.js';
export type { AuditGroup, AuditHead, AuditLog, GroupRange } from './audit-log.js';
export { LOOKUP_KEYS, parseRecord, userNameOf, type AuditRecord, type LookupKey } from './audit-record.js';
export type { AuditPlace } from './cloudtrail.js';
export { EventIds } from './event-id.js';
export { LmdbAuditLog, type ImportOutcome, type LmdbAuditLogOptions } from './lmdb-audit-log.js';
export { lookUp, type FoundEvent, type LookupPlace, type LookupQuery } from './lookup.js';
export type { RecordFault } from './record-faults.js';
export { removeExpired, type RetentionOptions } from './retention.js';
export { verifyAudit, type AuditFault, type AuditRemoval, type Verification } from './verify.js';
