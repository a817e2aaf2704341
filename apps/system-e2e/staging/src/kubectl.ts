import { execFile, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const OUTPUT_SIZE_MAX = 16 * 1024 * 1024;
const COMMAND_MS_MAX = 300_000;
const POLL_MS = 500;

/** The command, by its name or path, as KUBECTL says. */
export const KUBECTL = process.env['KUBECTL'] ?? 'kubectl';
export const NAMESPACE = process.env['STAGING_NAMESPACE'] ?? 'coffer-staging';

/** Runs kubectl in the namespace to its end, and gives what it wrote. Fails with what it complained of. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(KUBECTL, ['--namespace', NAMESPACE, ...args], { maxBuffer: OUTPUT_SIZE_MAX, timeout: COMMAND_MS_MAX })).stdout;
}

/** Applies a manifest that is made here. */
export async function applyObject(object: object, namespace = NAMESPACE): Promise<void> {
  const child = spawn(KUBECTL, ['--namespace', namespace, 'apply', '-f', '-'], { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  child.stdin.end(JSON.stringify(object));
  const code = await new Promise<number | null>((resolve, reject) => { child.once('close', resolve).once('error', reject); });
  if (code !== 0) throw new Error(`kubectl apply: ${complaint}`);
}

/** What `kubectl get -o json` tells. */
export async function get<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl('get', ...args, '-o', 'json')) as T;
}

/** Asks again and again until there is an answer that is not undefined, or time is over: then it fails with the last error, or with `what`. */
export async function eventually<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + seconds * 1_000;
  let last: unknown;
  while (Date.now() < until) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await wait(POLL_MS);
  }
  throw new Error(`not within ${String(seconds)} s: ${what}`, { cause: last });
}
