import type { AuditGroup, AuditLog } from './audit-log.js';
import { writtenAt } from './group-time.js';

/** Groups and characters in one shipment; a group of more characters travels alone. */
const SHIPMENT_GROUPS_MAX = 100;
const SHIPMENT_LENGTH_MAX = 1024 * 1024;

/** The log is looked at this often; news of an event comes at once. */
const POLL_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;

export interface GroupShipperOptions {
  readonly log: AuditLog;
  /** Whose groups are shipped. */
  readonly writer: string;
  /** Hands groups over, in order; none only asks. The last group of the writer that the receiver has, durably. */
  readonly send: (writer: string, groups: readonly AuditGroup[]) => Promise<number>;
  /** Told of each attempt that failed; it is tried again. */
  readonly onFailure: (error: unknown) => void;
  readonly backoffMaxMs?: number;
}

/**
 * Ships a writer's groups to another log. The receiver knows how far it has come, so nothing is kept here: what it does not have waits in the log for as
 * long as it is away.
 */
export class GroupShipper {
  readonly name = 'audit shipment';
  readonly #options: GroupShipperOptions;
  /** What the receiver said last; undefined until it said anything, and again after a failure: it may have been put back. */
  #shipped: number | undefined;
  #unshipped = 0;
  #released = 0;
  #failures = 0;
  #isStopped = false;
  #wake: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: GroupShipperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Says that the log grew by so many events. */
  grew(events = 0): void {
    this.#unshipped += events;
    if (this.#failures === 0) this.#wake?.();
  }

  /** The last group that the receiver has said to have: retention leaves what comes after it. */
  shippedUpTo(): number {
    return this.#released;
  }

  /** Events that wait to be shipped, as far as they were counted. */
  get unshipped(): number {
    return this.#unshipped;
  }

  /** When the oldest group that the receiver does not have was written; undefined if it has all. */
  async oldestUnshipped(): Promise<Date | undefined> {
    const { log, writer } = this.#options;
    for await (const group of log.groups({ writer, after: this.#released })) return writtenAt(group);
    return undefined;
  }

  async close(): Promise<void> {
    this.#isStopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        const isDone = await this.#ship();
        this.#failures = 0;
        if (isDone) await this.#pause(POLL_MS);
      } catch (error) {
        this.#shipped = undefined;
        this.#failures += 1;
        this.#options.onFailure(error);
        await this.#pause(Math.min(POLL_MS * 2 ** (this.#failures - 1), this.#options.backoffMaxMs ?? BACKOFF_MAX_MS));
      }
    }
  }

  /** One shipment. Whether there is nothing left. */
  async #ship(): Promise<boolean> {
    const { writer, send } = this.#options;
    this.#shipped ??= await send(writer, []);
    const groups = await this.#next(this.#shipped);
    if (groups.length > 0) this.#shipped = await send(writer, groups);
    this.#released = this.#shipped;
    const events = groups.reduce((sum, { lines }) => sum + lines.length, 0);
    this.#unshipped = groups.length === 0 ? 0 : Math.max(this.#unshipped - events, 0);
    return groups.length === 0;
  }

  async #next(after: number): Promise<readonly AuditGroup[]> {
    const groups: AuditGroup[] = [];
    let length = 0;
    for await (const group of this.#options.log.groups({ writer: this.#options.writer, after })) {
      const size = group.lines.reduce((sum, line) => sum + line.length, 0);
      if (groups.length === SHIPMENT_GROUPS_MAX || (groups.length > 0 && length + size > SHIPMENT_LENGTH_MAX)) break;
      groups.push(group);
      length += size;
    }
    return groups;
  }

  #pause(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wake = end;
    });
  }
}
