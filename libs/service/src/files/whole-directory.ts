import { randomUUID } from 'node:crypto';
import { mkdir, open, opendir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { StartError } from '../start/start-error.js';

/**
 * Makes a directory that is whole or not there: `fill` fills one beside it, of another name, which is given its own only when every file and every name in it
 * is durable. What fails leaves nothing behind; what is killed leaves `.NAME.unfinished-UUID`, which anybody may remove.
 *
 * Throws StartError, whose message begins with `name`, if the directory is there and not empty, or cannot be made.
 */
export async function makeWholeDirectory(name: string, path: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  const directory = resolve(path);
  await assertEmpty(name, directory);
  const unfinished = join(dirname(directory), `.${basename(directory)}.unfinished-${randomUUID()}`);
  await mkdir(unfinished, { mode: 0o700 }).catch((cause: unknown) => { throw refusal(name, unfinished, 'cannot be made', cause); });
  try {
    await fill(unfinished);
    await syncTree(unfinished);
    await rename(unfinished, directory).catch((cause: unknown) => { throw refusal(name, directory, 'cannot be made', cause); });
    await sync(dirname(directory));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function assertEmpty(name: string, directory: string): Promise<void> {
  try {
    for await (const _entry of await opendir(directory)) throw new StartError(`${name}: ${directory} is not empty; name a directory that is empty or not there`);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    if (codeOf(cause) !== 'ENOENT') throw refusal(name, directory, 'is no directory that can be read', cause);
  }
}

/** From the leaves up, so that no durable name leads to what is not. */
async function syncTree(directory: string): Promise<void> {
  for await (const entry of await opendir(directory)) {
    const path = join(directory, entry.name);
    await (entry.isDirectory() ? syncTree(path) : sync(path));
  }
  await sync(directory);
}

async function sync(path: string): Promise<void> {
  await using file = await open(path, 'r');
  await file.sync();
}

function refusal(name: string, path: string, what: string, cause: unknown): StartError {
  return new StartError(`${name}: ${path} ${what} (${codeOf(cause) ?? 'unknown error'})`, { cause });
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
