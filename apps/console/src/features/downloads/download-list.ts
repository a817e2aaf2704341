export type DownloadState = 'running' | 'failed' | 'done';

/** What a person sees of a download. */
export interface Download {
  readonly id: number;
  readonly name: string;
  readonly total: number;
  readonly received: number;
  readonly state: DownloadState;
  readonly thrown?: unknown;
}

/** Does a download: tells how many bytes came, and ends soon after the signal. */
export type DownloadWork = (onReceived: (bytes: number) => void, signal: AbortSignal) => Promise<void>;

interface Entry {
  download: Download;
  readonly work: DownloadWork;
  stop: AbortController;
}

/** The downloads of a session that the console itself carries; those that the browser carries are in its own list. */
export class DownloadList {
  readonly #entries = new Map<number, Entry>();
  readonly #listeners = new Set<() => void>();
  #shown: readonly Download[] = [];
  #nextId = 1;

  readonly snapshot = (): readonly Download[] => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  };

  start(name: string, total: number, work: DownloadWork): void {
    const id = this.#nextId++;
    const entry: Entry = { download: { id, name, total, received: 0, state: 'running' }, work, stop: new AbortController() };
    this.#entries.set(id, entry);
    void this.#run(entry);
  }

  retry(id: number): void {
    const entry = this.#entries.get(id);
    if (entry?.download.state !== 'failed') return;
    entry.stop = new AbortController();
    this.#put(entry, { state: 'running', received: 0, thrown: undefined });
    void this.#run(entry);
  }

  cancel(id: number): void {
    this.#entries.get(id)?.stop.abort();
    this.#entries.delete(id);
    this.#changed();
  }

  clearDone(): void {
    for (const [id, { download }] of this.#entries) if (download.state === 'done') this.#entries.delete(id);
    this.#changed();
  }

  destroy(): void {
    for (const id of [...this.#entries.keys()]) this.cancel(id);
  }

  async #run(entry: Entry): Promise<void> {
    this.#changed();
    const { signal } = entry.stop;
    try {
      await entry.work((received) => { if (!signal.aborted) this.#put(entry, { received }); }, signal);
      if (!signal.aborted) this.#put(entry, { state: 'done', received: entry.download.total });
    } catch (thrown) {
      if (!signal.aborted) this.#put(entry, { state: 'failed', thrown });
    }
  }

  #put(entry: Entry, change: Partial<Download>): void {
    entry.download = { ...entry.download, ...change };
    this.#changed();
  }

  #changed(): void {
    this.#shown = [...this.#entries.values()].map(({ download }) => download);
    for (const listener of this.#listeners) listener();
  }
}
