import type { FileHandle } from 'node:fs/promises';

/** Bytes of one read. Smaller ones cost more turns of the event loop a byte, larger ones more memory a stream. */
export const READ_SIZE = 512 * 1024;

/**
 * Reads a range of a file, one chunk ahead of its consumer, and closes the file at its end, when the consumer leaves early, or when
 * reading fails.
 *
 * Every chunk is a buffer of its own, which its consumer may keep. A file that is shorter than the range ends early.
 */
export class BodyReader implements AsyncIterableIterator<Buffer, undefined> {
  #ahead: Promise<Buffer> | undefined;
  #at: number;
  #closing: Promise<void> | undefined;

  constructor(
    private readonly file: FileHandle,
    start: number,
    private readonly end: number,
    private readonly onClose: () => void,
  ) {
    this.#at = start;
  }

  async next(): Promise<IteratorResult<Buffer, undefined>> {
    if (this.#closing !== undefined) return { done: true, value: undefined };
    try {
      const chunk = await (this.#ahead ?? this.#read());
      if (chunk.length > 0) {
        this.#ahead = this.#read();
        return { done: false, value: chunk };
      }
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
    const [at, size] = [this.#at, Math.min(READ_SIZE, this.end - this.#at)];
    const read = size > 0 ? readFully(this.file, at, size) : Promise.resolve(Buffer.alloc(0));
    this.#at += size;
    // It may fail before anybody asks for it.
    read.catch(() => undefined);
    return read;
  }

  /** Once what is being read ahead has come: the file is not closed under it. */
  #close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.allSettled([this.#ahead]);
      this.onClose();
      await this.file.close();
    })();
    return this.#closing;
  }
}

async function readFully(file: FileHandle, offset: number, size: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(buffer, filled, size - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
