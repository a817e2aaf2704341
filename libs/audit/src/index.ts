/** The record of what was done with keys and objects: events in CloudTrail's shape, durable in groups, chained by hash. */
export type { AuditEvent, AuditParameters, AuditResource, AuditSource, AuditValue, WebIdentity } from './audit-event.js';
export type { AuditGroup, AuditHead, AuditLog } from './audit-log.js';
export { LmdbAuditLog } from './lmdb-audit-log.js';
export { verifyAudit, type AuditFault, type Verification } from './verify.js';
