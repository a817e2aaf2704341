import type { ObjectsCount } from '../objects/count-objects.js';

export type { ObjectsCount };

/** How old a count may be that is told: counting reads a record an object. */
const AGE_MS_MAX = 60_000;

export interface DatedCount extends ObjectsCount {
  readonly countedAt: Date;
}

/** Counts at most once a minute, however many ask. */
export class CachedCount {
  readonly #count: () => Promise<ObjectsCount>;
  readonly #now: () => number;
  #held: { readonly value: Promise<DatedCount>; readonly startedMs: number } | undefined;

  constructor(count: () => Promise<ObjectsCount>, now: () => number) {
    this.#count = count;
    this.#now = now;
  }

  get(): Promise<DatedCount> {
    const startedMs = this.#now();
    if (this.#held !== undefined && startedMs - this.#held.startedMs < AGE_MS_MAX) return this.#held.value;
    const value = this.#count().then((count) => ({ ...count, countedAt: new Date(startedMs) }));
    this.#held = { value, startedMs };
    // A count that failed is not held.
    value.catch(() => { this.#held = undefined; });
    return value;
  }
}
