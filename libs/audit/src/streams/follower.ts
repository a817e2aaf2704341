import type { AuditGroup, AuditLog } from '../audit-log.js';
import { writtenAt } from '../group-time.js';
import type { Delivery } from './delivery.js';
import type { StreamCursor, StreamPositions } from './stream-cursor.js';

/** Events and characters in one batch; a single longer event is a batch of its own. */
export const BATCH_EVENTS_MAX = 500;
export const BATCH_LENGTH_MAX = 1024 * 1024;

/** How long a receiver may take for a batch. */
const SEND_TIMEOUT_MS = 10_000;

/** The log is looked at this often even if nobody says that it grew: other processes write it, too. */
const POLL_MS = 1_000;

const BACKOFF_MIN_MS = 100;
const BACKOFF_MAX_MS = 30_000;

/** Told how a stream fares. */
export interface StreamObserver {
  /** Events that are in the log and not delivered, as far as they were counted. */
  lag(events: number): void;
  failed(error: unknown): void;
  /** Groups, and so at least as many events, were removed by the retention before they were delivered. */
  skipped(events: number): void;
}

export interface FollowerOptions {
  readonly log: AuditLog;
  readonly delivery: Delivery;
  /** Absent: the stream begins with what is written from now on, at each start. */
  readonly cursor?: StreamCursor | undefined;
  readonly observer: StreamObserver;
  readonly sendTimeoutMs?: number;
  readonly backoffMaxMs?: number;
}

/**
 * Delivers a log to one receiver: in the order of each chain, at least once, from where it left off. The log is the queue, so a receiver that is slow or
 * away costs nobody anything but itself. A stream that is new begins with what is written from then on.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #stopping = new AbortController();
  #positions = new Map<string, number>();
  /** The last group of each writer that was read, delivered or not. */
  readonly #read = new Map<string, number>();
  #lag = 0;
  #failures = 0;
  #wake: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Begins to follow. Throws for a cursor that cannot be read. */
  async start(): Promise<void> {
    const kept = this.#options.cursor?.load();
    const heads = await this.#options.log.heads();
    this.#positions = new Map(kept ?? heads.map(({ writer, sequence }) => [writer, sequence]));
    if (kept === undefined) await this.#options.cursor?.save(this.#positions);
    this.#running = this.#run();
  }

  /** Says that the log grew by so many events. */
  grew(events: number): void {
    this.#lag += events;
    this.#options.observer.lag(this.#lag);
    this.#wake?.();
  }

  get positions(): StreamPositions {
    return this.#positions;
  }

  /** When the oldest group that is not delivered was written; undefined if there is none. */
  async oldestUndelivered(): Promise<Date | undefined> {
    let oldest: Date | undefined;
    for (const { writer, sequence } of await this.#options.log.heads()) {
      const after = this.#positions.get(writer) ?? 0;
      if (after >= sequence) continue;
      for await (const group of this.#options.log.groups({ writer, after })) {
        const written = writtenAt(group);
        if (oldest === undefined || written < oldest) oldest = written;
        break;
      }
    }
    return oldest;
  }

  /** Ends after the batch that is under way, or at once if that hangs. */
  async close(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await this.#running;
    this.#options.delivery.close();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        const count = await this.#deliverAll();
        this.#failures = 0;
        if (count === 0) await this.#pause(POLL_MS);
      } catch (error) {
        if (!this.#stopping.signal.aborted) this.#options.observer.failed(error);
        await this.#pause(this.#backoff());
      }
    }
  }

  /** What is there now, of every writer. The number of groups. */
  async #deliverAll(): Promise<number> {
    let groups = 0;
    for (const { writer, sequence } of await this.#options.log.heads()) {
      const after = this.#positions.get(writer) ?? 0;
      if (after >= sequence) continue;
      groups += await this.#deliverChain(writer, after);
    }
    if (groups === 0) this.#counted(this.#lag);
    return groups;
  }

  async #deliverChain(writer: string, after: number): Promise<number> {
    let groups = 0;
    let gathered: AuditGroup[] = [];
    let length = 0;
    for await (const group of this.#options.log.groups({ writer, after })) {
      this.#noteGap(group, after);
      gathered.push(group);
      groups += 1;
      length += group.lines.reduce((sum, line) => sum + line.length, 0);
      if (length >= BATCH_LENGTH_MAX || gathered.reduce((sum, { lines }) => sum + lines.length, 0) >= BATCH_EVENTS_MAX) {
        await this.#deliver(writer, gathered);
        [gathered, length] = [[], 0];
      }
      if (this.#isStopped) return groups;
    }
    if (gathered.length > 0) await this.#deliver(writer, gathered);
    return groups;
  }

  /** Told once, however often delivery is tried. */
  #noteGap({ writer, sequence }: AuditGroup, after: number): void {
    const last = Math.max(after, this.#read.get(writer) ?? 0);
    if (sequence > last + 1) this.#options.observer.skipped(sequence - last - 1);
    if (sequence > last) this.#read.set(writer, sequence);
  }

  async #deliver(writer: string, groups: readonly AuditGroup[]): Promise<void> {
    const lines = groups.flatMap((group) => group.lines);
    for (const batch of batchesOf(lines)) {
      const timeout = AbortSignal.timeout(this.#options.sendTimeoutMs ?? SEND_TIMEOUT_MS);
      await this.#options.delivery.send(batch, AbortSignal.any([timeout, this.#stopping.signal]));
    }
    this.#positions.set(writer, groups.at(-1)?.sequence ?? 0);
    await this.#options.cursor?.save(this.#positions);
    this.#counted(lines.length);
  }

  #counted(events: number): void {
    this.#lag = Math.max(this.#lag - events, 0);
    this.#options.observer.lag(this.#lag);
  }

  #backoff(): number {
    const most = this.#options.backoffMaxMs ?? BACKOFF_MAX_MS;
    const delay = Math.min(BACKOFF_MIN_MS * 2 ** this.#failures, most);
    this.#failures += 1;
    // Streams that failed together do not all come back at once.
    return delay * (0.5 + Math.random() / 2);
  }

  #pause(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    const isBackoff = this.#failures > 0;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      // News of more events ends a wait for some, and not a wait for a receiver to come back.
      this.#wake = () => {
        if (isBackoff && !this.#isStopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function* batchesOf(lines: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (batch.length >= BATCH_EVENTS_MAX || (batch.length > 0 && length + line.length > BATCH_LENGTH_MAX)) {
      yield batch;
      [batch, length] = [[], 0];
    }
    batch.push(line);
    length += line.length;
  }
  if (batch.length > 0) yield batch;
}
