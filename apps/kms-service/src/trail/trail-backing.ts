import type { EventIds, LmdbAuditLog } from '@coffer/audit';
import type { Identities } from '@coffer/iam';

/** What the trail's operations stand on. */
export interface TrailBacking {
  readonly log: LmdbAuditLog;
  readonly identities: () => Identities;
  readonly eventIds: EventIds;
  readonly now: () => Date;
  readonly region: string;
}
