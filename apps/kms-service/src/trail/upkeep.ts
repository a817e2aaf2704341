import { LogNotWhole, removeExpired, type DigestExporter, type LmdbAuditLog } from '@coffer/audit';
import type { Log } from '@coffer/service';

const HOUR_MS = 3_600_000;

/** How long after the start the first round comes: a service that is started over and over still keeps house. */
const FIRST_ROUND_MS = 5_000;

export interface UpkeepOptions {
  readonly audit: LmdbAuditLog;
  readonly retentionDays: number;
  readonly now: () => Date;
  readonly log: Log;
  /** Present: what expires is exported before it is removed, every so many hours. */
  readonly digests?: { readonly exporter: DigestExporter; readonly hours: number } | undefined;
}

/**
 * Keeps the audit log: exports digests if that is asked for, and removes what expired, once an hour. What fails is logged and tried again an hour later;
 * nothing is removed that was not exported.
 */
export class Upkeep {
  readonly name = 'audit upkeep';
  readonly #options: UpkeepOptions;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #exportedAt = -Infinity;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#schedule(FIRST_ROUND_MS);
  }

  /** One round; what fails is logged. */
  async keep(): Promise<void> {
    await this.#attempt('the audit log could not be exported', () => this.#export());
    await this.#attempt('expired audit events could not be removed', () => this.#remove());
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#round;
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#round = this.keep().then(() => {
        this.#schedule(HOUR_MS);
      });
    }, delayMs).unref();
  }

  async #export(): Promise<void> {
    const { digests, now, log } = this.#options;
    // A round of an hour may come a little early.
    if (digests === undefined || now().getTime() - this.#exportedAt < digests.hours * HOUR_MS - FIRST_ROUND_MS) return;
    const { events } = await digests.exporter.run();
    this.#exportedAt = now().getTime();
    log.info('exported a digest of the audit log', { count: events });
  }

  async #remove(): Promise<void> {
    const { audit, retentionDays: days, now, digests, log } = this.#options;
    const count = await removeExpired(audit, { days, now, ...(digests && { releasedUpTo: (writer: string) => digests.exporter.exportedUpTo(writer) }) });
    if (count > 0) log.info('removed expired groups of audit events', { count });
  }

  async #attempt(what: string, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (err) {
      this.#options.log.error(err instanceof LogNotWhole ? 'the audit log is not whole and was not exported' : what, { err });
    }
  }
}
