/** The kinds of rows. Each is ordered by id. */
export const TABLES = ['key', 'alias', 'owned', 'target', 'grant', 'grantee', 'retiree', 'granted', 'due', 'iam', 'meta'] as const;

export type Table = (typeof TABLES)[number];

export interface Row {
  readonly id: string;
  readonly value: Buffer;
}

/** One step of a commit. `expected` is what the row must hold for the commit to happen: null says that there must be none. */
export interface Change {
  readonly table: Table;
  readonly id: string;
  readonly expected: Uint8Array | null;
  /** What the row holds afterwards: null removes it. */
  readonly value: Uint8Array | null;
}

/** Rows in one answer of `list`: AWS's longest page, and the one more that tells whether there is another. */
export const LIST_ROWS_MAX = 1001;

/** Changes in one commit. */
export const COMMIT_CHANGES_MAX = 16;

/** Keeps small rows of bytes under ids, ordered. Knows nothing of keys, of accounts or of encryption. */
export interface KeyStore {
  get(table: Table, id: string): Promise<Buffer | undefined>;

  /** At most `limit` rows whose id begins with `prefix` and is greater than `prefix + after`, in ascending order of their bytes. */
  list(table: Table, prefix: string, after: string, limit: number): Promise<readonly Row[]>;

  /** How many rows have an id that begins with `prefix`. Goes through them: for limits that are checked now and then. */
  count(table: Table, prefix: string): Promise<number>;

  /**
   * Makes all changes or none. True: they are made, visible to every later read, and durable. False: some row was not as expected and
   * nothing changed. If it rejects, all or none were made and the caller cannot tell which.
   */
  commit(changes: readonly Change[]): Promise<boolean>;

  /**
   * Asks `renew` of every row of `tables`, in order, and puts what it gives, bytes or undefined for a row that stays, in one commit: all or none, durable
   * when it resolves. What `renew` throws is thrown, and nothing has changed. How many rows were put.
   */
  rewrite(tables: readonly Table[], renew: (table: Table, row: Row) => Uint8Array | undefined): Promise<number>;

  close(): Promise<void>;
}
