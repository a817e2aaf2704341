/** Items that may wait for one write. More are refused: memory is bounded even if the disk hangs. */
export const WAITING_MAX = 100_000;

/** Items after which a group is full; one `add` is never divided. */
export const GROUP_MAX = 4096;

/** Bytes of one group, so that it fits a message wherever it is shipped to; a larger `add` is a group by itself. */
export const GROUP_BYTES_MAX = 1024 * 1024;

interface Waiting<T> {
  readonly items: readonly T[];
  readonly bytes: number;
  /** Of `performance.now`. */
  readonly since: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** What is not written yet. */
export interface Backlog {
  readonly count: number;
  /** For how long the oldest of it has waited, in seconds; 0 for nothing. */
  readonly oldestSeconds: number;
}

/** Writes what concurrent callers add as one: while one write is under way the next group gathers. */
export class GroupCommit<T> {
  readonly #write: (items: readonly T[]) => Promise<void>;
  #waiting: Waiting<T>[] = [];
  #waitingItems = 0;
  #writing: readonly Waiting<T>[] = [];
  #draining: Promise<void> | undefined;

  readonly #sizeOf: (item: T) => number;

  /** `write` is called for one group at a time, in the order of the adds. `sizeOf`: the bytes that an item takes in a group. */
  constructor(write: (items: readonly T[]) => Promise<void>, sizeOf: (item: T) => number) {
    this.#write = write;
    this.#sizeOf = sizeOf;
  }

  /** Resolves when the items are written; rejects as their group's write did. */
  add(items: readonly T[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    if (this.#waitingItems + items.length > WAITING_MAX) return Promise.reject(new Error('too much is waiting to be written'));
    this.#waitingItems += items.length;
    return new Promise((done, failed) => {
      this.#waiting.push({ items, bytes: items.reduce((sum, item) => sum + this.#sizeOf(item), 0), since: performance.now(), done, failed });
      this.#draining ??= this.#drain();
    });
  }

  get backlog(): Backlog {
    const oldest = this.#writing[0] ?? this.#waiting[0];
    const count = this.#writing.reduce((sum, { items }) => sum + items.length, this.#waitingItems);
    return { count, oldestSeconds: oldest === undefined ? 0 : (performance.now() - oldest.since) / 1_000 };
  }

  /** Resolves when everything that was added is written or failed. */
  async settled(): Promise<void> {
    while (this.#draining !== undefined) await this.#draining;
  }

  async #drain(): Promise<void> {
    // Whatever else this turn of the event loop adds joins the first group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#writeGroup(this.#take());
    this.#draining = undefined;
  }

  async #writeGroup(group: readonly Waiting<T>[]): Promise<void> {
    this.#writing = group;
    try {
      await this.#write(group.flatMap(({ items }) => items));
      for (const { done } of group) done();
    } catch (error) {
      for (const { failed } of group) failed(error);
    } finally {
      this.#writing = [];
    }
  }

  #take(): Waiting<T>[] {
    let [count, items, bytes] = [0, 0, 0];
    for (const next of this.#waiting) {
      bytes += next.bytes;
      if (items >= GROUP_MAX || (count > 0 && bytes > GROUP_BYTES_MAX)) break;
      items += next.items.length;
      count += 1;
    }
    this.#waitingItems -= items;
    return this.#waiting.splice(0, count);
  }
}
