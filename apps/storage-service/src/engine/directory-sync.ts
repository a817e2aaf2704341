import { open } from 'node:fs/promises';

/** One directory's syncs: the one that runs, and the one that waits for it to end. */
interface Syncs {
  readonly running: Promise<void>;
  waiting: Promise<void> | undefined;
}

/**
 * Makes directory entries durable, one sync for all who ask at the same time.
 *
 * A sync covers the entries that were made before it began. So who asks while one runs is served by the next, together with everybody
 * else who asks until then.
 */
export class DirectorySync {
  readonly #syncs = new Map<string, Syncs>();

  constructor(private readonly syncNow: (directory: string) => Promise<void> = syncDirectory) {}

  sync(directory: string): Promise<void> {
    const syncs = this.#syncs.get(directory);
    if (syncs === undefined) return this.#start(directory);
    syncs.waiting ??= syncs.running.then(
      () => this.#start(directory),
      () => this.#start(directory),
    );
    return syncs.waiting;
  }

  #start(directory: string): Promise<void> {
    const running = this.syncNow(directory);
    const syncs: Syncs = { running, waiting: undefined };
    this.#syncs.set(directory, syncs);
    const forget = (): void => {
      if (syncs.waiting === undefined) this.#syncs.delete(directory);
    };
    running.then(forget, forget);
    return running;
  }
}

export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
