import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '../..');
/** A log that has grown beyond this is put aside at the next start; one old log is kept. */
const LOG_SIZE_MAX = 64 * 1024 * 1024;

function openLog(file) {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_SIZE_MAX) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/**
 * One service as a process of its own, which writes to its log file by itself.
 *
 * It leads a process group of its own, so that a terminal's Ctrl-C reaches the start tool only, which stops the services in order; and it
 * has an IPC channel, so that it notices and stops when the start tool is gone.
 */
export class Service {
  #child;
  #offset;
  #ended;
  #isReady = false;

  constructor(name, env, logDirectory) {
    this.name = name;
    this.logFile = join(logDirectory, `${name}.log`);
    const log = openLog(this.logFile);
    this.#offset = fstatSync(log).size;
    const main = join(workspace, 'apps', name, 'dist/main.js');
    this.#child = spawn(process.execPath, ['--enable-source-maps', main], { env, detached: true, stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('exit', (code, signal) => resolve(code === null ? `signal ${signal}` : `exit code ${code}`));
    });
  }

  /** Resolves with how it ended, whenever it does. */
  get ended() {
    return this.#ended;
  }

  /** The ports it listens on. Pending for ever if it ends first; see `ended`. */
  ready() {
    return new Promise((resolve) => {
      this.#child.on('message', (message) => {
        if (message?.ready !== true) return;
        this.#isReady = true;
        resolve(message.ports);
      });
    });
  }

  /** The lines that it wrote for the operator when it could not start, among those of its log. */
  refusals() {
    const written = readFileSync(this.logFile).subarray(this.#offset).toString('utf8');
    return written.split('\n').filter((line) => /^(COFFER_[A-Z0-9_]+:|could not start:)/.test(line));
  }

  /** Asks it to end and waits; false if it had to be killed. One that was still starting has nothing to end, and may not listen to signals yet. */
  async stop(deadlineMs) {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), deadlineMs);
    const how = await this.#ended;
    clearTimeout(timer);
    return how === 'exit code 0' || (!this.#isReady && how === 'signal SIGTERM');
  }
}
