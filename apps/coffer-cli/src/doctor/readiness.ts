import { z } from 'zod';

import { httpAnswer } from './http-answer.js';
import { HopFailure, type Found } from './hop.js';

const report = z.object({ status: z.enum(['ok', 'failing']), checks: z.record(z.string(), z.string()), reasons: z.record(z.string(), z.string()).optional() });

export interface Readiness {
  readonly checks: ReadonlyMap<string, string>;
  readonly reasons: ReadonlyMap<string, string>;
}

/** Reads /readyz of an admin door. Throws HopFailure with the checks that fail and their reasons. */
export async function readReadiness(option: string, admin: URL, ca: readonly string[], signal: AbortSignal): Promise<Found<Readiness>> {
  const { status, text } = await httpAnswer(new URL('/readyz', admin), ca, signal).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new HopFailure(`${admin.host} does not answer (${code})`, `mend ${option}; admin doors listen on COFFER_HOST, and a NetworkPolicy may let the monitor only`);
  });
  const parsed = report.safeParse(jsonOf(text));
  if (!parsed.success) throw new HopFailure(`${admin.host} is no admin door (status ${String(status)})`, `mend ${option}: COFFER_S3_ADMIN_PORT is 9090 and COFFER_KMS_ADMIN_PORT 9091 unless they were set`);
  const readiness = { checks: new Map(Object.entries(parsed.data.checks)), reasons: new Map(Object.entries(parsed.data.reasons ?? {})) };
  const told = tellReadiness(readiness);
  if (parsed.data.status !== 'ok') throw new HopFailure(told, 'docs/operations.md says for each check what to do');
  return { detail: told, value: readiness };
}

/** `store ok, audit failing (reason)` */
export function tellReadiness({ checks, reasons }: Readiness): string {
  return [...checks].map(([name, state]) => `${name} ${state}${reasons.has(name) ? ` (${reasons.get(name) ?? ''})` : ''}`).join(', ');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
