import type { AuditEvent, AuditLog, Backlog } from '@coffer/audit';

import type { DataSink } from './audit-trail.js';

/** Events that may wait to be written. More are lost, and counted: a disk that hangs must not fill the memory. */
export const WAITING_MAX = 50_000;

/** Events in one append. */
const APPEND_MAX = 2_000;

export interface KeptEventsOptions {
  readonly log: Pick<AuditLog, 'append'>;
  /** How long an event may wait: what a crash takes with it. */
  readonly flushMs: number;
  /** Told of events that could not be kept. */
  readonly onLost: (events: number, error?: unknown) => void;
}

/** Data events, gathered and written to the log a little later: a use of an object does not wait for the disk. */
export class KeptEvents implements DataSink {
  readonly #options: KeptEventsOptions;
  #waiting: AuditEvent[] = [];
  /** When the first of those that wait came, of `performance.now`. */
  #waitingSince = 0;
  /** When the first of those that are being written came; undefined if none are. */
  #writingSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #unwritten = 0;

  constructor(options: KeptEventsOptions) {
    this.#options = options;
  }

  add(event: AuditEvent): void {
    if (this.#unwritten >= WAITING_MAX) {
      this.#options.onLost(1);
      return;
    }
    this.#unwritten += 1;
    if (this.#waiting.length === 0) this.#waitingSince = performance.now();
    this.#waiting.push(event);
    this.#timer ??= setTimeout(() => { void this.flush(); }, this.#options.flushMs);
  }

  /** Events that are neither written nor lost. */
  get backlog(): Backlog {
    const since = this.#writingSince ?? (this.#waiting.length > 0 ? this.#waitingSince : undefined);
    return { count: this.#unwritten, oldestSeconds: since === undefined ? 0 : (performance.now() - since) / 1_000 };
  }

  /** Resolves when everything that was added is written or lost. Never rejects. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [events, since] = [this.#waiting, this.#waitingSince];
    this.#waiting = [];
    this.#writing = this.#writing.then(() => this.#write(events, since));
    return this.#writing;
  }

  async #write(events: readonly AuditEvent[], since: number): Promise<void> {
    if (events.length > 0) this.#writingSince = since;
    for (let at = 0; at < events.length; at += APPEND_MAX) {
      const some = events.slice(at, at + APPEND_MAX);
      await this.#options.log.append(some).catch((error: unknown) => { this.#options.onLost(some.length, error); });
      this.#unwritten -= some.length;
    }
    this.#writingSince = undefined;
  }
}
