import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from './start-error.js';

/** What stands at the path or, where nothing does, at the nearest parent that exists. */
function nearestExisting(path: string): string {
  try {
    statSync(path);
    return path;
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) return path;
    return nearestExisting(parent);
  }
}

/** Checks that a directory can be written, or could be made. Creates nothing. */
export function assertWritableDirectory(setting: string, directory: string): void {
  const existing = nearestExisting(directory);
  const what = existing === directory ? directory : `${directory} cannot be made, because ${existing}`;
  try {
    if (!statSync(existing).isDirectory()) throw new StartError(`${setting}: ${what} is not a directory`);
    accessSync(existing, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const fault = faults.get((error as NodeJS.ErrnoException).code ?? '') ?? `cannot be used (${(error as Error).message})`;
    throw new StartError(`${setting}: ${what} ${fault}`, { cause: error });
  }
}

const faults: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'may not be written by this user'],
  ['EPERM', 'may not be written by this user'],
  ['EROFS', 'is on a read-only file system'],
  ['ENOTDIR', 'lies under a file, not a directory'],
]);
