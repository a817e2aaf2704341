import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSameProcess, processIdentity, type ProcessIdentity } from './process-identity.js';

export const CLAIM_FILE = 'storage.claim';

/** Takeovers of stale claims before giving up: each round but the first was lost to another process that was starting as well. */
const ROUNDS_MAX = 5;

/** Another process has the data directory. The message is one line and names the setting. */
export class DataDirectoryClaimed extends Error {
  override readonly name = 'DataDirectoryClaimed';

  constructor(directory: string, pid: number) {
    super(`the data directory ${directory} is in use by process ${pid}; stop it, or set COFFER_DATA_DIR to another directory`);
  }
}

export interface DataDirectoryClaim {
  release(): Promise<void>;
}

/**
 * Claims a data directory for this process, so that two never sweep each other's bodies.
 *
 * The claim is a file that holds the process's identity. It is made by linking, which fails if it exists; a process that has ended, or
 * whose pid another has taken since, has no claim any more, and its file is moved aside first. It tells nothing about processes of another
 * machine or container that shares the directory: see that they do not.
 */
export async function claimDataDirectory(directory: string): Promise<DataDirectoryClaim> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const claim = join(directory, CLAIM_FILE);
  const own = JSON.stringify(await processIdentity(process.pid));
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if (await place(claim, own)) return { release: () => release(claim, own) };
    const found = await readClaim(claim);
    if (found === undefined) continue;
    const holder = parseClaim(found);
    if (holder !== undefined && (await isSameProcess(holder))) throw new DataDirectoryClaimed(directory, holder.pid);
    await moveAside(claim, found);
  }
  throw new Error(`the data directory ${directory} is being claimed by several processes at once; set COFFER_DATA_DIR to a directory of its own for each`);
}

/** False if there is a claim already. The file appears with all its content, or not at all. */
async function place(claim: string, content: string): Promise<boolean> {
  const draft = `${claim}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, claim);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes the stale claim that was read; a fresh one that came in between is put back. */
async function moveAside(claim: string, stale: string): Promise<void> {
  const aside = `${claim}.${randomUUID()}`;
  try {
    await rename(claim, aside);
  } catch {
    return; // Another process was faster; the next round sees what it made of it.
  }
  try {
    if ((await readClaim(aside)) !== stale) await link(aside, claim);
  } finally {
    await rm(aside, { force: true });
  }
}

async function release(claim: string, own: string): Promise<void> {
  if ((await readClaim(claim)) === own) await rm(claim, { force: true });
}

async function readClaim(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Undefined for what no process of ours wrote: it claims nothing. */
function parseClaim(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return undefined;
    return Number.isSafeInteger(value.pid) && typeof value.started === 'string' ? { pid: value.pid as number, started: value.started } : undefined;
  } catch {
    return undefined;
  }
}
