import { mkdirSync, readdirSync, type Dirent } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { DIGEST_FILES_MAX, type DigestStore } from './digest-store.js';

/** A DigestStore in a folder, which is made, for this user only, when something is put. */
export class DirectoryDigestStore implements DigestStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.#root, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.unfinished`;
    await using file = await open(unfinished, 'w', 0o600);
    await file.writeFile(bytes);
    await file.sync();
    await rename(unfinished, path);
  }

  async get(name: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.#root, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  list(prefix: string): Promise<readonly string[]> {
    const entries = this.#entries();
    if (entries.length > DIGEST_FILES_MAX) return Promise.reject(new RangeError(`${this.#root} holds more than ${String(DIGEST_FILES_MAX)} files`));
    const names = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.unfinished')).map((entry) => this.#nameOf(entry));
    return Promise.resolve(names.filter((name) => name.startsWith(prefix)).sort());
  }

  #entries(): Dirent[] {
    try {
      return readdirSync(this.#root, { recursive: true, withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  #nameOf({ parentPath, name }: Dirent): string {
    return relative(this.#root, join(parentPath, name)).split(sep).join('/');
  }
}
