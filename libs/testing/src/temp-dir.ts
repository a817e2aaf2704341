import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTests } from './after-tests.js';

/** A new, empty directory that is removed after the file's last test. */
export function tempDir(prefix = 'coffer-test-'): string {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  afterTests(() => {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });
  return directory;
}
