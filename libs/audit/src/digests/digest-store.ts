/** Where exported log files and digests lie: a folder, or a prefix of a bucket. Names are paths with `/`, of letters, digits and `_.-/`. */
export interface DigestStore {
  /** Writes a file whole; one of the same name gives way. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Buffer | undefined>;
  /** The names that begin with `prefix`, in order of their bytes. */
  list(prefix: string): Promise<readonly string[]>;
}

/** Files that one place may hold: some hundred years of hours. A place with more is not ours. */
export const DIGEST_FILES_MAX = 5_000_000;
