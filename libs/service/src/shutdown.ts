import type { Log } from './log/create-log.js';

/** Something that is closed at the end. `stop` and `close` are called once. */
export interface Closable {
  readonly name: string;
  /** Stops taking new work; called on all before anything is closed. */
  stop?(): void;
  close(): Promise<void> | void;
}

/** What Shutdown needs of a process; a test gives its own. */
export interface ShutdownProcess {
  on(event: string, listener: () => void): unknown;
  exit(code: number): void;
}

export interface ShutdownOptions {
  readonly log: Log;
  /** How long everything together may take. */
  readonly deadlineMs: number;
  readonly process?: ShutdownProcess;
}

type Outcome = 'closed' | 'failed';

/**
 * The end of a process: stops accepting, lets what has begun end, closes in the reverse order of opening, exits with code 0.
 *
 * It begins at SIGTERM, at SIGINT, or when a parent that opened an IPC channel is gone. npm, the terminal and the start tool may each
 * send their own signal: the first begins, the others change nothing. A part that fails to close is logged, the rest is closed all the
 * same, and the code is 1; so it is when the deadline passes, and the log names what hung.
 */
export class Shutdown {
  readonly #options: ShutdownOptions;
  readonly #parts: Closable[] = [];
  #begun: Promise<void> | undefined;

  constructor(options: ShutdownOptions) {
    this.#options = options;
  }

  /** Whether the end has begun: readiness says so, that a load balancer sends no more. */
  get begun(): boolean {
    return this.#begun !== undefined;
  }

  /** Adds what was opened last; it will be closed first. */
  add(part: Closable): void {
    this.#parts.push(part);
  }

  /** From now on signals end the process. */
  listen(): void {
    const target = this.#options.process ?? process;
    for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) target.on(signal, () => void this.begin(signal));
  }

  /** Ends the process; a second call waits for the first. */
  begin(signal: string): Promise<void> {
    this.#begun ??= this.#run(signal);
    return this.#begun;
  }

  async #run(signal: string): Promise<void> {
    const { log, deadlineMs } = this.#options;
    log.info('stopping', { signal });
    const open = new Set(this.#parts.map(({ name }) => name));
    const deadline = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => {
      deadline.resolve('late');
    }, deadlineMs);
    const outcome = await Promise.race([this.#closeAll(open), deadline.promise]);
    clearTimeout(timer);
    if (outcome === 'late') for (const part of open) log.error('did not close in time', { part, durationMs: deadlineMs });
    else log.info('stopped', { signal });
    (this.#options.process ?? process).exit(outcome === 'closed' ? 0 : 1);
  }

  async #closeAll(open: Set<string>): Promise<Outcome> {
    let outcome: Outcome = 'closed';
    const attempt = async (part: Closable, step: () => Promise<void> | void): Promise<void> => {
      try {
        await step();
      } catch (err) {
        outcome = 'failed';
        this.#options.log.error('did not close cleanly', { part: part.name, err });
      }
    };
    for (const part of this.#parts) await attempt(part, () => part.stop?.());
    for (const part of this.#parts.toReversed()) {
      await attempt(part, () => part.close());
      open.delete(part.name);
    }
    return outcome;
  }
}
