import { StartError } from '../start/start-error.js';

/** What LiveFiles needs of a process; a test gives its own. */
export interface ReloadProcess {
  on(event: 'SIGHUP', listener: () => void): unknown;
  off(event: 'SIGHUP', listener: () => void): unknown;
}

/** One reading of some files: what it came to, or why to nothing, a line for each mistake. */
export interface FilesReading<T> {
  readonly files: ReadFiles;
  readonly outcome: T | StartError;
}

/** How a reading is held against the next one. */
export interface ReadFiles {
  /** Whether every change since would show in a stamp. */
  readonly isSettled: boolean;
  hasSameStamps(): boolean;
  /** Of all that was read. */
  digest(): string;
}

export interface LiveFilesOptions<R> {
  readonly read: () => R;
  /** Takes a reading, or tells why it is refused. */
  readonly take: (reading: R) => void;
}

export interface FilesWatchOptions {
  /** How often the files are looked at; 0: only when SIGHUP comes. */
  readonly reloadSeconds: number;
  readonly process?: ReloadProcess | undefined;
  /** Told of what `read` or `take` throw: a defect of ours, and no reason to end. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * Files that are read again when they change or when SIGHUP comes. A reading that came to what the one before it did is not given a second time, so
 * what is refused is told once, until the files change again.
 *
 * Files are looked at and not listened to: a Kubernetes volume changes by links to directories, of which no event tells.
 */
export class LiveFiles<R extends FilesReading<unknown>> {
  readonly #options: LiveFilesOptions<R>;
  /** The latest, be it taken or refused. */
  #latest: R;
  #unwatch: (() => void) | undefined;

  constructor(latest: R, options: LiveFilesOptions<R>) {
    this.#latest = latest;
    this.#options = options;
  }

  /** From now on changes of the files count, and SIGHUP reads at once. */
  watch({ reloadSeconds, process: target = process, onDefect }: FilesWatchOptions): void {
    const guarded = (step: () => void) => (): void => {
      try {
        step();
      } catch (error) {
        onDefect(error);
      }
    };
    const onSignal = guarded(() => { this.reload(); });
    target.on('SIGHUP', onSignal);
    const timer = reloadSeconds === 0 ? undefined : setInterval(guarded(() => { this.reloadIfChanged(); }), reloadSeconds * 1_000);
    this.#unwatch = () => {
      target.off('SIGHUP', onSignal);
      clearInterval(timer);
    };
  }

  /** Reads the files if they are not what was read last. */
  reloadIfChanged(): void {
    const { files } = this.#latest;
    if (files.isSettled && files.hasSameStamps()) return;
    const reading = this.#options.read();
    const isSame = isSameReading(reading, this.#latest);
    this.#latest = reading;
    if (!isSame) this.#options.take(reading);
  }

  /** Reads the files whether or not they have changed. */
  reload(): void {
    this.#latest = this.#options.read();
    this.#options.take(this.#latest);
  }

  close(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }
}

function isSameReading(a: FilesReading<unknown>, b: FilesReading<unknown>): boolean {
  const faultOf = ({ outcome }: FilesReading<unknown>): string => (outcome instanceof StartError ? outcome.message : '');
  return a.files.digest() === b.files.digest() && faultOf(a) === faultOf(b);
}
