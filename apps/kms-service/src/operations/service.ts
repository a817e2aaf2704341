import type { AuditLog, EventIds } from '@coffer/audit';
import type { Aliases } from '../keys/aliases.js';
import type { Keyring } from '../keys/keyring.js';
import type { OperationName } from './requests.js';

/** What operations stand on. Made once, by main. */
export interface Service {
  readonly keyring: Keyring;
  readonly aliases: Aliases;
  readonly audit: AuditLog;
  /** Makes the ids of events. */
  readonly eventIds: EventIds;
  readonly now: () => Date;
  /** Told of every finished call, for metrics: the outcome is `Success` or an error's code; `count` calls took `elapsedMs` each. */
  readonly observe: (operation: OperationName, outcome: string, elapsedMs: number, count: number) => void;
}
