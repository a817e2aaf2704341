import type { AuditEvent } from './audit-event.js';
import type { AuditTrim, ChainEnd } from './audit-keys.js';
import type { GroupRow } from './group-row.js';

/** One durable append: the events that concurrent calls recorded together, as printed, and their place in the writer's chain. */
export interface AuditGroup extends GroupRow {
  readonly writer: string;
  readonly sequence: number;
}

/** The last group that a writer wrote. */
export type AuditHead = ChainEnd;

/** Which groups are read: all, or one writer's after a place. */
export interface GroupRange {
  readonly writer: string;
  /** The sequence of the last group that is not read. */
  readonly after: number;
}

/** The record of every use of every key and every change of who may use it. */
export interface AuditLog {
  /**
   * Resolves when all `events` are durable, in the order given. If it rejects, whether they were kept is unknown and the caller must
   * release nothing. Concurrent appends share a commit.
   */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** Every group, by writer and then by sequence, as far as it was written when the reading began. */
  groups(range?: GroupRange): AsyncIterable<AuditGroup>;
  /** How far each writer says it has come: what is missing at the end of a chain shows against this. */
  heads(): Promise<readonly AuditHead[]>;
  /** How far each writer's chain was removed by retention. */
  trims(): Promise<readonly AuditTrim[]>;
  close(): Promise<void>;
}
