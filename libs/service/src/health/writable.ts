import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HealthCheck } from './health.js';

/** As much as the smallest commit writes. */
const PROBE = Buffer.alloc(4_096);

/** Whether something can be written in `directory` now: a full or read-only disk is told with the setting that names the place, and not with the place. */
export function writable(setting: string, directory: string): HealthCheck {
  const probe = join(directory, `.health-${String(process.pid)}`);
  return async () => {
    try {
      await writeFile(probe, PROBE);
      return true;
    } catch (error) {
      return `${setting}: nothing can be written there (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
    } finally {
      await rm(probe, { force: true }).catch(() => undefined);
    }
  };
}
