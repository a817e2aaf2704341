/** The name of a stored body: 26 characters, unique for ever, ascending in time. */
export type BodyId = string;

/**
 * Keeps opaque bytes under ids. Knows nothing of names, records or encryption; it is given sealed bytes only.
 *
 * A body is invisible until a record names it: what no record names is swept.
 */
export interface BodyStore {
  /**
   * Writes the bytes of `source` and returns their id once they are durable. The chunks may be of any size; each is used before the next
   * is asked for, so the source may reuse its buffer. If the source throws, nothing is kept and the error passes through. A full disk is
   * StorageError ServiceUnavailable that says so, and nothing is kept.
   */
  write(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{ readonly id: BodyId; readonly size: number }>;

  /**
   * The bytes from `start` to `end` (exclusive), in large chunks, read ahead by one. A chunk is the reader's until it asks for the
   * next, which may come in the same buffer. Throws BodyMissing at once if there is no such body; a body that is shorter than asked ends
   * early, and the reader's tags tell.
   */
  read(id: BodyId, start: number, end: number): Promise<AsyncIterable<Buffer>>;

  /** The stored size in bytes; undefined if there is none. */
  size(id: BodyId): Promise<number | undefined>;

  /** No error if there is none. Readers that opened it before read on to its end. */
  remove(id: BodyId): Promise<void>;

  /**
   * Removes what `isNamed` denies, and returns how many it removed. Bodies written since this store was opened are left alone, finished or
   * not: the record that names them may be about to be committed.
   */
  sweep(isNamed: (id: BodyId) => Promise<boolean>): Promise<number>;
  close(): Promise<void>;
}
