import type { AuditHead } from './audit-log.js';
import { EventIds } from './event-id.js';
import { writtenAt } from './group-time.js';
import type { LmdbAuditLog } from './lmdb-audit-log.js';
import { trimEvent } from './trim-event.js';

/** Groups that one event and one commit remove. */
export const TRIM_GROUPS_MAX = 1_000;

const DAY_MS = 24 * 60 * 60 * 1000;

export interface RetentionOptions {
  readonly days: number;
  readonly now: () => Date;
  /** The last group of a writer that may be removed for all that others still need: what is to be exported is not removed before it was. */
  readonly releasedUpTo?: (writer: string) => Promise<number>;
}

/** The groups of one chain that are to go. */
interface Expired {
  readonly last: AuditHead;
  readonly groups: number;
}

/**
 * Removes what was written more than `days` ago, of every writer, from the start of its chain; the newest group of a chain always stays. Each
 * removal is an event of its own, durable before anything goes. The number of groups that were removed.
 */
export async function removeExpired(log: LmdbAuditLog, { days, now, releasedUpTo }: RetentionOptions): Promise<number> {
  const before = new Date(now().getTime() - days * DAY_MS);
  const ids = new EventIds();
  let removed = 0;
  for (const head of await log.heads()) {
    const until = Math.min(head.sequence - 1, (await releasedUpTo?.(head.writer)) ?? Infinity);
    for (;;) {
      const expired = await expiredOf(log, head.writer, until, before);
      if (expired === undefined) break;
      const trim = { ...expired.last, eventId: ids.next(now()) };
      await log.append([trimEvent(trim, expired.groups, before, now())]);
      await log.trim(trim);
      removed += expired.groups;
    }
  }
  await log.forgetPostings(before.getTime());
  return removed;
}

async function expiredOf(log: LmdbAuditLog, writer: string, until: number, before: Date): Promise<Expired | undefined> {
  let [last, groups]: [AuditHead | undefined, number] = [undefined, 0];
  for await (const group of log.groups({ writer, after: 0 })) {
    if (group.sequence > until || writtenAt(group) >= before || groups === TRIM_GROUPS_MAX) break;
    last = { writer, sequence: group.sequence, hash: group.hash };
    groups += 1;
  }
  return last && { last, groups };
}
