/** Rows whose decoded form is kept. */
export const ROWS_MAX = 10_000;

/**
 * The decoded form of rows, good as long as the row's kept bytes are the same. Seals have random nonces, so equal bytes are the same row,
 * and a change by another process is seen at the next read. Bounded; the row least lately decoded is forgotten first.
 */
export class RowCache<T> {
  readonly #limit: number;
  readonly #decoded = new Map<string, { readonly kept: Buffer; readonly value: T }>();

  constructor(limit = ROWS_MAX) {
    this.#limit = limit;
  }

  /** What `decode` makes of `kept`, now or before. */
  get(id: string, kept: Buffer, decode: () => T): T {
    const before = this.#decoded.get(id);
    if (before?.kept.equals(kept) === true) return before.value;
    const value = decode();
    this.#decoded.delete(id);
    this.#decoded.set(id, { kept, value });
    if (this.#decoded.size > this.#limit) {
      const [oldest] = this.#decoded.keys();
      if (oldest !== undefined) this.#decoded.delete(oldest);
    }
    return value;
  }
}
