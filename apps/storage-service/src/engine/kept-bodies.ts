import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** No name of a directory of bodies, which have two characters. */
export const KEPT_DIRECTORY = 'kept-for-backup';

/** Its time is when the backup was last known to run. */
const PULSE_FILE = 'pulse';
const PULSE_MS = 10_000;

/** A backup without a pulse for so long was killed. */
export const PULSE_AGE_MAX_MS = 120_000;

/** How often the service asks, while it keeps bodies, whether the backup still runs. */
const LOOK_MS = 10_000;

/** Another backup of the same bodies runs, or was killed within two minutes. */
export class BackupRuns extends Error {
  override readonly name = 'BackupRuns';
}

/**
 * Bodies that were removed while a backup runs, which may still need them.
 *
 *     kept-for-backup/ID          a body that no record names any more
 *     kept-for-backup/pulse       touched as long as the backup runs
 *
 * The backup makes the directory before it copies the index, so that each body that the copy names lies in its place or here. The directory is made and goes by
 * renaming: whoever moves a body into it finds it whole, or not there.
 */
export class KeptBodies {
  readonly #directory: string;
  readonly #now: () => number;
  #lookedAt = 0;

  /** `bodies`: the directory of the body store. */
  constructor(bodies: string, now: () => number = Date.now) {
    this.#directory = join(bodies, KEPT_DIRECTORY);
    this.#now = now;
  }

  /** Takes a body that is to be removed from `path`. False: no backup needs it. */
  async take(id: string, path: string): Promise<boolean> {
    try {
      await rename(path, this.path(id));
    } catch {
      return false;
    }
    if (this.#now() - this.#lookedAt >= LOOK_MS) await this.forgetIfAbandoned();
    return true;
  }

  /** Where a body lies that was taken. */
  path(id: string): string {
    return join(this.#directory, id);
  }

  /** Removes what a backup left that was killed. */
  async forgetIfAbandoned(): Promise<void> {
    this.#lookedAt = this.#now();
    if (!(await this.#hasPulse())) await this.#forget();
  }

  /** Keeps bodies until `work` is done. Throws BackupRuns. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    await this.forgetIfAbandoned();
    await this.#begin();
    const timer = setInterval(() => { this.#pulse().catch(() => undefined); }, PULSE_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      await this.#forget();
    }
  }

  async #begin(): Promise<void> {
    const draft = this.#aside();
    await mkdir(draft, { mode: 0o700 });
    try {
      await writeFile(join(draft, PULSE_FILE), '', { mode: 0o600 });
      await rename(draft, this.#directory);
    } catch (cause) {
      await rm(draft, { recursive: true, force: true });
      throw await this.#hasPulse() ? new BackupRuns('another backup of the same objects runs, or was killed just now; wait for two minutes', { cause }) : cause;
    }
  }

  async #pulse(): Promise<void> {
    const now = this.#now() / 1_000;
    await utimes(join(this.#directory, PULSE_FILE), now, now);
  }

  async #hasPulse(): Promise<boolean> {
    const pulse = await stat(join(this.#directory, PULSE_FILE)).catch(() => undefined);
    return pulse !== undefined && this.#now() - pulse.mtimeMs < PULSE_AGE_MAX_MS;
  }

  /** From the renaming on nothing is taken any more. */
  async #forget(): Promise<void> {
    const aside = this.#aside();
    const isThere = await rename(this.#directory, aside).then(() => true, () => false);
    if (isThere) await rm(aside, { recursive: true, force: true });
  }

  #aside(): string {
    return `${this.#directory}.${randomUUID()}`;
  }
}
