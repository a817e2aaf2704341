import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterTests } from './after-tests.js';

/** The root of the workspace, from `libs/testing/{src,dist}`. */
const workspace = join(import.meta.dirname, '../../..');
/** Far beyond what either takes on a machine with time to spare; within a test's own deadline. */
const READY_DEADLINE_MS = 45_000;
const STOP_DEADLINE_MS = 45_000;

/** `COFFER_*` and `OTEL_*` variables of the process; none is inherited. */
export type ProcessSettings = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProcess {
  /** The ports that it really listens on, by the names of its ready message. */
  readonly ports: Readonly<Record<string, number>>;
  readonly pid: number;
  /** What it has written so far, on both streams. */
  output(): string;
  /** Asks it to end (SIGTERM) and waits until it has. */
  stop(): Promise<Ended>;
  /** Ends it as a power cut would (SIGKILL). */
  kill(): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

/** A program under test: the built main file of an app. */
function launch(app: string, settings: ProcessSettings, args: readonly string[] = []): { child: ChildProcess; ended: Promise<Ended>; output: () => string } {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(COFFER|OTEL)_/.test(name) && name !== 'NODE_OPTIONS');
  const child = spawn(process.execPath, ['--enable-source-maps', join(workspace, 'apps', app, 'dist/main.js'), ...args], {
    cwd: workspace,
    env: { ...Object.fromEntries(inherited), ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
  afterTests(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, output: () => stdout + stderr };
}

/** Ends a child by `signal`; if that takes too long it is killed, and the test fails with what it wrote. */
async function end(child: ChildProcess, ended: Promise<Ended>, signal: NodeJS.Signals): Promise<Ended> {
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  const result = await ended;
  clearTimeout(timer);
  if (result.signal === 'SIGKILL' && signal !== 'SIGKILL') throw new Error(`the process did not end after ${signal}; it wrote:\n${result.stdout}${result.stderr}`);
  return result;
}

function readyMessage(child: ChildProcess): Promise<Readonly<Record<string, number>>> {
  return new Promise((resolve) => {
    child.on('message', (message: { readonly ready?: boolean; readonly ports?: Record<string, number> }) => {
      if (message.ready === true) resolve(message.ports ?? {});
    });
  });
}

/**
 * Starts the built main file of an app (`kms-service`) and waits for its message `{ ready: true, ports: { name: port } }`. Fails with
 * all that it wrote if it ends first or takes too long. A process that a test forgets is killed after the file's last test.
 */
export async function startProcess(app: string, settings: ProcessSettings): Promise<RunningProcess> {
  const { child, ended, output } = launch(app, settings);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`${app} was not ready in time; it wrote:\n${output()}`));
  }, READY_DEADLINE_MS);
  const early = ended.then(({ code, signal }) => {
    throw new Error(`${app} ended with ${String(code ?? signal)} before it was ready; it wrote:\n${output()}`);
  });
  const ports = await Promise.race([readyMessage(child), early, late]).finally(() => {
    clearTimeout(timer);
  });
  early.catch(() => undefined);
  const [stop, kill] = [() => end(child, ended, 'SIGTERM'), () => end(child, ended, 'SIGKILL')];
  return { ports, pid: child.pid ?? 0, output, stop, kill, ended };
}

/** Runs the built main file of an app until it ends by itself: for its commands, and for starts that must fail. */
export async function runProcess(app: string, settings: ProcessSettings, args: readonly string[] = []): Promise<Ended> {
  const { child, ended } = launch(app, settings, args);
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_DEADLINE_MS);
  return ended.finally(() => {
    clearTimeout(timer);
  });
}
