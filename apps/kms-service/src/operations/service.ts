import type { AuditLog, EventIds } from '@coffer/audit';
import type { Aliases } from '../keys/aliases.js';
import type { Gate } from '../keys/gate.js';
import type { Grants } from '../keys/grants.js';
import type { KeyLifecycle } from '../keys/key-lifecycle.js';
import type { Keyring } from '../keys/keyring.js';
import type { OperationName } from './requests.js';

/** What operations stand on. Made once, by main. */
export interface Service {
  readonly keyring: Keyring;
  readonly lifecycle: KeyLifecycle;
  readonly aliases: Aliases;
  readonly grants: Grants;
  readonly gate: Gate;
  readonly audit: AuditLog;
  /** Makes the ids of events. */
  readonly eventIds: EventIds;
  readonly now: () => Date;
  /** Another text whenever what callers may do with keys may have changed: policies, grants, states, aliases, identities. */
  readonly accessRevision: () => string;
  /** Told of every finished call, for metrics: the outcome is `Success` or an error's code; `count` calls took `elapsedMs` each. */
  readonly observe: (operation: OperationName, outcome: string, elapsedMs: number, count: number) => void;
}
