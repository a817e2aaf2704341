import type { AuditEvent } from './audit-event.js';

/** One durable append: the events that concurrent calls recorded together, as printed, and their place in the writer's chain. */
export interface AuditGroup {
  readonly writer: string;
  readonly sequence: number;
  /** SHA-256 over the hash of the group before it, the place and the lines; see `chain.ts`. */
  readonly hash: Buffer;
  readonly lines: readonly string[];
}

/** The record of every use of every key. Append-only. */
export interface AuditLog {
  /**
   * Resolves when all `events` are durable, in the order given. If it rejects, whether they were kept is unknown and the caller must
   * release nothing. Concurrent appends share a commit.
   */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** Every group, by writer and then by sequence, as far as it was written when the reading began. */
  groups(): AsyncIterable<AuditGroup>;
  /** How far each writer says it has come: what is missing at the end of a chain shows against this. */
  heads(): Promise<readonly AuditHead[]>;
  close(): Promise<void>;
}

/** The last group that a writer wrote. */
export interface AuditHead {
  readonly writer: string;
  readonly sequence: number;
  readonly hash: Buffer;
}
