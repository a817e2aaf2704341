import { existsSync, readFileSync } from 'node:fs';

/** The lines of a file that may be written to at this moment: those that have their end. None if it is not there yet. */
export function wholeLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}
