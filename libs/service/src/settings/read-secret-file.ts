import { readFileSync, statSync } from 'node:fs';

/** Far above any secret: a wrong path to a large file is told, not read. */
const SECRET_FILE_SIZE_MAX = 64 * 1024;

/** Why a file could not be read, in plain words. */
export function fileFault(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    case 'EISDIR':
      return 'is a directory';
    default:
      return `cannot be read (${(error as Error).message})`;
  }
}

/** The text of a secret's file without its last newline; a line in `mistakes` that names the setting when there is none. */
export function readSecretFile(name: string, file: string, mistakes: string[]): string | undefined {
  try {
    if (statSync(file).size > SECRET_FILE_SIZE_MAX) {
      mistakes.push(`${name}: ${file} is larger than ${String(SECRET_FILE_SIZE_MAX)} bytes and not a secret`);
      return undefined;
    }
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (text !== '') return text;
    mistakes.push(`${name}: ${file} is empty`);
  } catch (error) {
    mistakes.push(`${name}: ${file} ${fileFault(error)}`);
  }
  return undefined;
}
