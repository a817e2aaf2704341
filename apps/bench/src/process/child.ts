import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 15_000;
const LOG_SHOWN_LENGTH_MAX = 4_096;

export interface ChildOptions {
  /** What to call it when it fails. */
  readonly name: string;
  readonly modulePath: string;
  /** Where the log of what it prints is kept. */
  readonly logDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
  /** The processor that it and its threads are to stay on. */
  readonly cpu?: number;
}

export type Ports = Readonly<Record<string, number>>;

/**
 * A child process that says `{ ready: true, ports }` over IPC once it serves.
 *
 * Disposal asks it to stop (SIGTERM), waits for its end, and kills it only after a deadline. What it prints goes straight to a file, so that
 * a server that logs costs nobody else anything, and the end of that file is shown when it fails. No `COFFER_` setting is
 * inherited. It never outlives this process.
 */
export class Child implements AsyncDisposable {
  private constructor(
    readonly name: string,
    readonly process: ChildProcess,
    private readonly logFile: string,
  ) {}

  static async start(options: ChildOptions): Promise<{ child: Child; ports: Ports }> {
    const child = new Child(options.name, ...launched(options));
    try {
      const ports = await child.#ready();
      if (options.cpu !== undefined) execFileSync('taskset', ['-a', '-cp', String(options.cpu), String(child.pid)], { stdio: 'ignore' });
      return { child, ports };
    } catch (error) {
      await child[Symbol.asyncDispose]();
      throw error;
    }
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Sends a message and waits for the answer, or for the process to end. */
  async ask(message: object): Promise<unknown> {
    const answer = this.#nextMessage();
    this.process.send(message);
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), STOP_DEADLINE_MS);
    await ended;
    clearTimeout(timer);
  }

  async #ready(): Promise<Ports> {
    const timer = setTimeout(() => this.process.kill('SIGKILL'), START_DEADLINE_MS);
    try {
      for (;;) {
        const message = await this.#nextMessage();
        if (isReady(message)) return message.ports;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #nextMessage(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.process.off('message', onMessage);
        this.process.off('exit', onExit);
      };
      const onMessage = (message: unknown): void => {
        settle();
        resolve(message);
      };
      const onExit = (code: number | null, signal: string | null): void => {
        settle();
        reject(new Error(`${this.name} ended (${String(code ?? signal)}); it wrote:\n${readFileSync(this.logFile, 'utf8').slice(-LOG_SHOWN_LENGTH_MAX)}`));
      };
      this.process.on('message', onMessage);
      this.process.on('exit', onExit);
    });
  }
}

function isReady(message: unknown): message is { ready: true; ports: Ports } {
  return typeof message === 'object' && message !== null && 'ready' in message && message.ready === true && 'ports' in message;
}

function launched(options: ChildOptions): [ChildProcess, string] {
  const logFile = join(options.logDir, `${options.name}.log`);
  const log = openSync(logFile, 'a');
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('COFFER_') && name !== 'NODE_OPTIONS');
  const child = fork(options.modulePath, [...(options.args ?? [])], {
    env: { ...Object.fromEntries(inherited), ...options.env },
    execArgv: [...(options.execArgv ?? [])],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const abandon = (): void => void child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  return [child, logFile];
}
