import { UploadTask } from './upload-task.js';
import type { UploadJob, UploadTransport } from './upload-transport.js';

export type UploadState = 'waiting' | 'running' | 'paused' | 'failed' | 'done';

/** What a person sees of an upload. */
export interface Upload {
  readonly id: number;
  readonly job: UploadJob;
  readonly state: UploadState;
  /** Bytes that the store has, of the file's size. */
  readonly sent: number;
  readonly thrown?: unknown;
}

/** How many files go at once; the others wait their turn. */
export const FILES_AT_ONCE = 2;

interface Entry {
  readonly task: UploadTask;
  upload: Upload;
  stop: AbortController | undefined;
  /** Settles when the last run has really ended. */
  ended: Promise<void>;
}

/** The uploads of a session, in the order in which they were asked for. Each can be paused, resumed, retried and cancelled. */
export class UploadQueue {
  readonly #entries = new Map<number, Entry>();
  readonly #listeners = new Set<() => void>();
  #shown: readonly Upload[] = [];
  #nextId = 1;

  constructor(private readonly transport: UploadTransport) {}

  /** The uploads as they are; another list whenever something changed. */
  readonly snapshot = (): readonly Upload[] => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  };

  add(jobs: readonly UploadJob[]): void {
    for (const job of jobs) {
      const id = this.#nextId++;
      const task = new UploadTask(job, this.transport, (sent) => { this.#put(id, { sent }); });
      this.#entries.set(id, { task, upload: { id, job, state: 'waiting', sent: 0 }, stop: undefined, ended: Promise.resolve() });
    }
    this.#next();
  }

  pause(id: number): void {
    const entry = this.#entries.get(id);
    if (entry?.upload.state !== 'running' && entry?.upload.state !== 'waiting') return;
    this.#put(id, { state: 'paused' });
    entry.stop?.abort();
    this.#next();
  }

  /** Goes on with what was paused, or failed. */
  resume(id: number): void {
    const state = this.#entries.get(id)?.upload.state;
    if (state !== 'paused' && state !== 'failed') return;
    this.#put(id, { state: 'waiting', thrown: undefined });
    this.#next();
  }

  /** Stops it for good, and takes away what the store has of it. */
  async cancel(id: number): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.upload.state === 'done') return;
    this.#entries.delete(id);
    entry.stop?.abort();
    this.#changed();
    this.#next();
    // Only then is it known what the store has.
    await entry.ended;
    await entry.task.discard();
  }

  /** Takes those that are done from the list. */
  clearDone(): void {
    for (const [id, { upload }] of this.#entries) if (upload.state === 'done') this.#entries.delete(id);
    this.#changed();
  }

  /** Stops everything, with the session. What the store has of it stays until somebody aborts those uploads. */
  destroy(): void {
    for (const { stop } of this.#entries.values()) stop?.abort();
    this.#entries.clear();
    this.#changed();
  }

  #next(): void {
    const entries = [...this.#entries.values()];
    // One that was paused still holds its place until it has really stopped, so that memory stays bounded.
    let free = FILES_AT_ONCE - entries.filter(({ stop }) => stop !== undefined).length;
    for (const entry of entries) {
      if (free > 0 && entry.upload.state === 'waiting' && entry.stop === undefined) {
        free -= 1;
        entry.ended = this.#run(entry);
      }
    }
    this.#changed();
  }

  async #run(entry: Entry): Promise<void> {
    const { task, upload: { id, job } } = entry;
    entry.stop = new AbortController();
    const { signal } = entry.stop;
    this.#put(id, { state: 'running' });
    try {
      await task.run(signal);
      this.#put(id, { state: 'done', sent: job.file.size });
    } catch (thrown) {
      if (!signal.aborted) this.#put(id, { state: 'failed', thrown });
    }
    entry.stop = undefined;
    this.#next();
  }

  #put(id: number, change: Partial<Upload>): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.upload = { ...entry.upload, ...change };
    this.#changed();
  }

  #changed(): void {
    this.#shown = [...this.#entries.values()].map(({ upload }) => upload);
    for (const listener of this.#listeners) listener();
  }
}
