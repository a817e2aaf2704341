import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { ProcessSettings } from '@coffer/testing';

const MAIN = join(import.meta.dirname, '../dist/main.js');

export interface CommandEnded {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `kms-service audit ...` to its end. */
export function auditCommand(settings: ProcessSettings, ...args: readonly string[]): Promise<CommandEnded> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'audit', ...args], { env: { ...settings }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** An exported event, as far as suites look into it. */
export interface ExportedEvent {
  readonly eventName: string;
  readonly requestID: string;
  readonly errorCode?: string;
  readonly userIdentity: Readonly<Record<string, string>>;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly resources: readonly { readonly ARN: string }[];
}

export async function exportedEvents(settings: ProcessSettings): Promise<ExportedEvent[]> {
  const { code, stdout, stderr } = await auditCommand(settings, 'export');
  if (code !== 0) throw new Error(stderr);
  return stdout.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as ExportedEvent);
}
