import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { workspace } from './tree.js';

const main = join(workspace, 'apps/coffer-cli/dist/main.js');

export interface Hop {
  readonly hop: string;
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly detail: string;
  readonly remedy?: string;
}

export interface Diagnosis {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A doctor that does not come to an end fails its test, rather than to hold it up. */
const DOCTOR_MS_MAX = 60_000;

/** Runs `coffer doctor` as an operator does. Nothing of this process's own configuration is inherited. */
export async function runDoctor(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Diagnosis> {
  return promisify(execFile)(process.execPath, [main, 'doctor', ...args], { env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: DOCTOR_MS_MAX, killSignal: 'SIGKILL' }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => error as Diagnosis,
  );
}

/** The same for machines: the first hop that failed, if one did, and all of them by name. */
export async function diagnose(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<{ readonly code: number; readonly first: Hop | undefined; readonly hops: ReadonlyMap<string, Hop>; readonly text: string }> {
  const { code, stdout } = await runDoctor(env, ...args, '--json');
  const told = JSON.parse(stdout) as { readonly ok: boolean; readonly firstFailure: string | null; readonly hops: readonly Hop[] };
  const hops = new Map(told.hops.map((hop) => [hop.hop, hop]));
  if (told.ok !== (code === 0)) throw new Error(`exit code ${String(code)} and ok ${String(told.ok)}`);
  return { code, first: told.firstFailure === null ? undefined : hops.get(told.firstFailure), hops, text: stdout };
}
