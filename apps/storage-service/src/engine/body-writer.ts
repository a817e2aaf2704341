import type { FileHandle } from 'node:fs/promises';
import type { BufferPool } from './buffer-pool.js';

/** Bytes after which the file is synced while more is gathered, so that the sync at its end is a short one. */
export const SYNC_INTERVAL_SIZE = 32 * 1024 * 1024;

/**
 * Writes a stream to a file in large pieces, in order, and syncs it.
 *
 * Chunks are gathered into one buffer while the one before it is written on a thread: two buffers, whatever the stream's length. The
 * file's data are durable when it returns; its name in the directory is not yet.
 */
export async function writeStream(file: FileHandle, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, pool: BufferPool): Promise<number> {
  const writer = new PieceWriter(file, pool);
  try {
    for await (const chunk of source) {
      const write = writer.add(chunk);
      if (write !== undefined) await write;
    }
    return await writer.finish();
  } finally {
    await writer.release();
  }
}

/** Two buffers that take turns: one is filled, the other is on its way to the disk. */
class PieceWriter {
  #filling: Buffer;
  #resting: Buffer | undefined;
  #filled = 0;
  #offset = 0;
  #synced = 0;
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: FileHandle,
    private readonly pool: BufferPool,
  ) {
    this.#filling = pool.borrow();
  }

  /** Takes the whole chunk. A promise only when the disk is behind. */
  add(chunk: Uint8Array): Promise<void> | undefined {
    if (chunk.length <= this.#filling.length - this.#filled) {
      this.#filling.set(chunk, this.#filled);
      this.#filled += chunk.length;
      return undefined;
    }
    return this.#addLarge(chunk);
  }

  async #addLarge(chunk: Uint8Array): Promise<void> {
    for (let taken = 0; taken < chunk.length; ) {
      if (this.#filled === this.#filling.length) await this.#turn();
      const piece = chunk.subarray(taken, taken + this.#filling.length - this.#filled);
      this.#filling.set(piece, this.#filled);
      this.#filled += piece.length;
      taken += piece.length;
    }
  }

  /** Writes what is left, and resolves with the size of the file once its data are durable. */
  async finish(): Promise<number> {
    await this.#turn();
    await Promise.all([this.#writing, this.#syncing]);
    await this.file.datasync();
    return this.#offset;
  }

  /** Waits until nothing is on its way any more, whatever came of it, and gives the buffers back. */
  async release(): Promise<void> {
    await Promise.allSettled([this.#writing, this.#syncing]);
    this.pool.giveBack(this.#filling);
    if (this.#resting !== undefined) this.pool.giveBack(this.#resting);
  }

  async #turn(): Promise<void> {
    await this.#writing;
    const full = this.#filling.subarray(0, this.#filled);
    const offset = this.#offset;
    [this.#filling, this.#resting] = [this.#resting ?? this.pool.borrow(), this.#filling];
    this.#filled = 0;
    this.#offset += full.length;
    this.#writing = handled(writeAll(this.file, full, offset));
    await this.#syncSometimes(offset);
  }

  /** At most one sync is under way; the disk is not given more than two intervals to catch up with. */
  async #syncSometimes(written: number): Promise<void> {
    if (written - this.#synced < SYNC_INTERVAL_SIZE) return;
    await this.#syncing;
    this.#synced = written;
    this.#syncing = handled(this.file.datasync());
  }
}

/** The same promise, which may fail while nobody is waiting for it yet. */
function handled(work: Promise<void>): Promise<void> {
  work.catch(() => undefined);
  return work;
}

async function writeAll(file: FileHandle, bytes: Buffer, offset: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
}
