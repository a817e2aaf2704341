import type { FileHandle } from 'node:fs/promises';
import type { BufferPool } from './buffer-pool.js';

/** Bytes of one read. Smaller ones cost more turns of the event loop a byte, larger ones more memory a stream. */
export const READ_SIZE = 512 * 1024;

/**
 * Reads a range of a file, one chunk ahead of its consumer, and closes the file at its end, when the consumer leaves early, or when
 * reading fails.
 *
 * A chunk is its consumer's until it asks for the next; then its buffer takes the chunk after that: two buffers, whatever the range's
 * length. A file that is shorter than the range ends early.
 */
export class BodyReader implements AsyncIterableIterator<Buffer, undefined> {
  #ahead: Promise<Buffer> | undefined;
  /** The buffer that its consumer has, and the one that is read into. */
  #lent: Buffer | undefined;
  #filling: Buffer | undefined;
  #at: number;
  #closing: Promise<void> | undefined;

  constructor(
    private readonly file: FileHandle,
    start: number,
    private readonly end: number,
    private readonly pool: BufferPool,
    private readonly onClose: () => void,
  ) {
    this.#at = start;
  }

  async next(): Promise<IteratorResult<Buffer, undefined>> {
    if (this.#closing !== undefined) return { done: true, value: undefined };
    try {
      const chunk = await (this.#ahead ?? this.#read());
      const free = this.#lent;
      this.#lent = this.#filling;
      this.#filling = free;
      if (chunk.length > 0) {
        this.#ahead = this.#read();
        return { done: false, value: chunk };
      }
      // It was asked for, so the consumer is done with the one before it.
      if (this.#lent !== undefined) this.#giveBack(this.#lent);
    } catch (error) {
      await this.#close();
      throw error;
    }
    return this.return();
  }

  async return(): Promise<IteratorResult<Buffer, undefined>> {
    await this.#close();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next chunk of the range; empty at its end. */
  #read(): Promise<Buffer> {
    const [at, size] = [this.#at, Math.min(this.pool.size, this.end - this.#at)];
    if (size <= 0) return Promise.resolve(Buffer.alloc(0));
    // What fits into one chunk, such as a header or a segment, has a small buffer of its own.
    this.#filling ??= at + size === this.end && this.#lent === undefined ? Buffer.allocUnsafeSlow(size) : this.pool.borrow();
    const read = readFully(this.file, this.#filling.subarray(0, size), at);
    this.#at += size;
    // It may fail before anybody asks for it.
    read.catch(() => undefined);
    return read;
  }

  /** Once what is being read ahead has come: the file is not closed under it. A consumer that left early may still look at its chunk. */
  #close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.allSettled([this.#ahead]);
      if (this.#filling !== undefined) this.#giveBack(this.#filling);
      this.onClose();
      await this.file.close();
    })();
    return this.#closing;
  }

  #giveBack(buffer: Buffer): void {
    if (buffer.length === this.pool.size) this.pool.giveBack(buffer);
  }
}

async function readFully(file: FileHandle, buffer: Buffer, offset: number): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
