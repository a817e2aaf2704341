import type { Log } from '@coffer/service';
import { LogNotWhole, type DigestExporter } from './digests/digest-exporter.js';
import type { LmdbAuditLog } from './lmdb-audit-log.js';
import { removeExpired } from './retention.js';

const HOUR_MS = 3_600_000;

/** How long after the start the first round comes: a service that is started over and over still keeps house. */
const FIRST_ROUND_MS = 5_000;

export type UpkeepTask = 'export' | 'remove';

/** Told how rounds of upkeep fare. */
export interface UpkeepObserver {
  failed(task: UpkeepTask): void;
  /** A digest was exported. */
  exported(at: Date): void;
}

export interface UpkeepOptions {
  readonly audit: LmdbAuditLog;
  readonly retentionDays: number;
  readonly now: () => Date;
  readonly log: Log;
  /** The last group of a writer that may be removed, for what else needs them. */
  readonly releasedUpTo?: ((writer: string) => Promise<number>) | undefined;
  readonly observer?: UpkeepObserver | undefined;
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
    await this.#attempt('export', 'the audit log could not be exported', () => this.#export());
    await this.#attempt('remove', 'expired audit events could not be removed', () => this.#remove());
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
    this.#options.observer?.exported(now());
    log.info('exported a digest of the audit log', { count: events });
  }

  async #remove(): Promise<void> {
    const { audit, retentionDays: days, now, digests, releasedUpTo, log } = this.#options;
    const released = digests === undefined ? releasedUpTo : (writer: string) => digests.exporter.exportedUpTo(writer);
    const count = await removeExpired(audit, { days, now, ...(released && { releasedUpTo: released }) });
    if (count > 0) log.info('removed expired groups of audit events', { count });
  }

  async #attempt(task: UpkeepTask, what: string, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (err) {
      this.#options.observer?.failed(task);
      this.#options.log.error(err instanceof LogNotWhole ? 'the audit log is not whole and was not exported' : what, { err });
    }
  }
}
