import { mkdir, open, opendir, rm, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AscendingIds } from './ascending-ids.js';
import { BODY_DIRECTORY_LENGTH, bodyDirectory, bodyId, bodyPlace, isBodyId } from './body-id.js';
import { BodyMissing } from './body-missing.js';
import { BodyReader, READ_SIZE } from './body-reader.js';
import type { BodyId, BodyStore } from './body-store.js';
import { writeStream } from './body-writer.js';
import { BufferPool } from './buffer-pool.js';
import { DirectorySync, syncDirectory } from './directory-sync.js';
import { diskFull, isDiskFull } from './durable.js';
import { KeptBodies } from './kept-bodies.js';

/** Bytes of one write. */
export const WRITE_SIZE = 1024 * 1024;

/** Buffers kept between streams: two for each of 8 that write and 16 that read at once. */
const WRITE_BUFFERS_KEPT_MAX = 16;
const READ_BUFFERS_KEPT_MAX = 32;

/**
 * Bodies as files.
 *
 *     DIRECTORY/XX/ID      mode 0600; XX are two characters of the ID
 *
 * A body is written to the place where it stays. There is no rename, since nothing can find it before a record names its id, and no
 * record does before its bytes and its name are durable. What a crash leaves unnamed is swept at the next start. While a backup runs,
 * what is removed is kept for it.
 */
export class FileBodyStore implements BodyStore {
  readonly #ids = new AscendingIds();
  readonly #writeBuffers = new BufferPool(WRITE_SIZE, WRITE_BUFFERS_KEPT_MAX);
  readonly #readBuffers = new BufferPool(READ_SIZE, READ_BUFFERS_KEPT_MAX);
  readonly #directories = new DirectorySync();
  /** Directories known to exist; at most 1,024. */
  readonly #made = new Set<string>();
  readonly #openedAt: BodyId;
  readonly #kept: KeptBodies;
  /** Closes the file of a read whose iteration was never begun and is no longer held by anybody. */
  readonly #abandoned = new FinalizationRegistry<FileHandle>((file) => void file.close().catch(() => undefined));

  private constructor(private readonly directory: string) {
    this.#kept = new KeptBodies(directory);
    this.#openedAt = bodyId(this.#ids.next());
  }

  /** Opens the store in a directory, or makes it. */
  static async open(directory: string): Promise<FileBodyStore> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await syncDirectory(dirname(directory));
    return new FileBodyStore(directory);
  }

  async write(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{ id: BodyId; size: number }> {
    const id = bodyId(this.#ids.next());
    const path = this.#path(id);
    try {
      await this.#makeDirectory(dirname(path));
      return { id, size: await this.#writeFile(path, source) };
    } catch (error) {
      await rm(path, { force: true });
      throw isDiskFull(error) ? diskFull('bodies', error) : error;
    }
  }

  async read(id: BodyId, start: number, end: number): Promise<AsyncIterable<Buffer>> {
    const file = isBodyId(id) ? await open(this.#path(id), 'r').catch(absentAsUndefined) : undefined;
    if (file === undefined) throw new BodyMissing(id);
    const reader = new BodyReader(file, start, end, this.#readBuffers, () => this.#abandoned.unregister(file));
    this.#abandoned.register(reader, file, file);
    return reader;
  }

  async size(id: BodyId): Promise<number | undefined> {
    return isBodyId(id) ? stat(this.#path(id)).then(({ size }) => size, absentAsUndefined) : undefined;
  }

  async remove(id: BodyId): Promise<void> {
    if (isBodyId(id) && !(await this.#kept.take(id, this.#path(id)))) await unlink(this.#path(id)).catch(absentAsUndefined);
  }

  async sweep(isNamed: (id: BodyId) => Promise<boolean>): Promise<number> {
    let removed = 0;
    await this.#kept.forgetIfAbandoned();
    for await (const id of this.#stored()) {
      if (id >= this.#openedAt || (await isNamed(id))) continue;
      await this.remove(id);
      removed += 1;
    }
    return removed;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Every body that is there. Other files and directories are not ours to touch. */
  async *#stored(): AsyncGenerator<BodyId> {
    for await (const entry of await opendir(this.directory)) {
      if (!entry.isDirectory() || entry.name.length !== BODY_DIRECTORY_LENGTH) continue;
      for await (const { name } of await opendir(join(this.directory, entry.name))) {
        if (isBodyId(name) && bodyDirectory(name) === entry.name) yield name;
      }
    }
  }

  /** The directory's sync runs beside the writing: the name is there from the start. */
  async #writeFile(path: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<number> {
    const file = await open(path, 'wx', 0o600);
    const named = this.#directories.sync(dirname(path));
    named.catch(() => undefined);
    try {
      const size = await writeStream(file, source, this.#writeBuffers);
      await named;
      return size;
    } finally {
      await Promise.allSettled([file.close(), named]);
    }
  }

  async #makeDirectory(directory: string): Promise<void> {
    if (this.#made.has(directory)) return;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await this.#directories.sync(this.directory);
    this.#made.add(directory);
  }

  #path(id: BodyId): string {
    return join(this.directory, bodyPlace(id));
  }
}

function absentAsUndefined(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
