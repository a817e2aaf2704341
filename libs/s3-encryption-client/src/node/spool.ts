/**
 * A temporary file of bytes that are ciphertext already, kept between the pass that proves them authentic and the pass that opens them.
 *
 *     file    = segment*
 *     segment = ciphertext:1048576              what is left over at the end stays in memory
 *     nonce   = 0:8  index:u32
 *
 * The file adds no secrecy, because what it holds needs none: the bytes are the store's, sealed under the object's own key. It adds that they cannot
 * change unseen. Each segment has a GMAC (AES-256-GCM of associated data alone) under a random key that only this object holds, in memory, together
 * with the tags, and it is checked before a byte of the segment is given out: a change of the file is an error and not a changed byte. The number of
 * segments is held here too, so that the file cannot be cut. The file is written and read once, by one process, and has no name from its first
 * moment on where the system allows that; so it needs no version.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { TAG_SIZE } from '../algorithm-suite.js';
import { notAuthentic } from '../errors.js';

/** Large, so that few calls of the system carry a body. */
export const SEGMENT_SIZE = 1_048_576;
/** What is given out at a time: the buffers that a cipher makes of it are small enough to be reused by the allocator. */
const STEP_SIZE = 65_536;
const PRIVATE = 0o600;
/** Writes under way while the next segment is gathered. */
const WRITES_MAX = 2;

export class Spool {
  readonly #key: KeyObject = oneTimeKey();
  /** Segments' buffers that nobody uses at the moment. */
  readonly #free: Buffer[] = [];
  #gathered = Buffer.allocUnsafeSlow(SEGMENT_SIZE);
  #gatheredSize = 0;
  readonly #tags: Buffer[] = [];
  readonly #writes = new Set<Promise<void>>();
  #failure: unknown;
  #closed = false;

  private constructor(
    private readonly file: FileHandle,
    private readonly path: string | undefined,
  ) {}

  /** A new, empty one in a directory that exists. */
  static async create(directory: string): Promise<Spool> {
    const path = join(directory, `s3-encryption-client-${randomUUID()}.sealed`);
    const file = await open(path, 'wx+', PRIVATE);
    const unnamed = await unlink(path).then(() => true, () => false);
    return new Spool(file, unnamed ? undefined : path);
  }

  /** Passes ciphertext on and keeps it. */
  async *keeping(sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of sealed) {
      await this.write(chunk);
      yield chunk;
    }
  }

  /** Keeps ciphertext: the bytes are written as they are. */
  async write(sealed: Uint8Array): Promise<void> {
    for (let at = 0; at < sealed.length;) {
      const taken = sealed.subarray(at, at + SEGMENT_SIZE - this.#gatheredSize);
      this.#gathered.set(taken, this.#gatheredSize);
      this.#gatheredSize += taken.length;
      at += taken.length;
      if (this.#gatheredSize === SEGMENT_SIZE) await this.#flush();
    }
  }

  /**
   * All that was written, once, from the start. Refuses with `NotAuthentic` a file that somebody changed, before a byte of what was changed. A chunk
   * is good until the next one is asked for. Closes the file at its end.
   */
  async *read(): AsyncGenerator<Buffer> {
    try {
      await this.#written(0);
      let [segment, next] = [this.#buffer(), this.#buffer()];
      let reading = this.#reading(0, segment);
      for (const [index, tag] of this.#tags.entries()) {
        await reading;
        reading = this.#reading(index + 1, next);
        this.#check(index, segment, tag);
        yield* inSteps(segment);
        [segment, next] = [next, segment];
      }
      yield* inSteps(this.#gathered.subarray(0, this.#gatheredSize));
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#writes);
    await this.file.close();
    if (this.path !== undefined) await unlink(this.path);
  }

  /** Writes what was gathered as the next segment. What is left at the end never needs the file. */
  async #flush(): Promise<void> {
    const [segment, index] = [this.#gathered, this.#tags.length];
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(index), { authTagLength: TAG_SIZE });
    cipher.setAAD(segment);
    cipher.final();
    this.#tags.push(cipher.getAuthTag());
    const write = this.#write(segment, index * SEGMENT_SIZE);
    this.#writes.add(write);
    void write.finally(() => this.#writes.delete(write));
    this.#gatheredSize = 0;
    await this.#written(WRITES_MAX);
    this.#gathered = this.#buffer();
  }

  async #write(segment: Buffer, position: number): Promise<void> {
    try {
      const { bytesWritten } = await this.file.write(segment, 0, SEGMENT_SIZE, position);
      if (bytesWritten !== SEGMENT_SIZE) throw new Error('a temporary file took fewer bytes than it was given');
    } catch (error) {
      this.#failure ??= error;
    }
    this.#free.push(segment);
  }

  /** Waits until no more than so many writes are under way, and passes on what failed. */
  async #written(underWayMax: number): Promise<void> {
    while (this.#writes.size > underWayMax) await Promise.race(this.#writes);
    if (this.#failure !== undefined) throw this.#failure as Error;
  }

  #buffer(): Buffer<ArrayBuffer> {
    return (this.#free.pop() as Buffer<ArrayBuffer> | undefined) ?? Buffer.allocUnsafeSlow(SEGMENT_SIZE);
  }

  /** Reads a segment, where there is one. Refuses what is short; the refusal waits for whoever waits for the segment. */
  #reading(index: number, into: Buffer): Promise<void> {
    if (index >= this.#tags.length) return Promise.resolve();
    const reading = this.file.read(into, 0, SEGMENT_SIZE, index * SEGMENT_SIZE).then(({ bytesRead }) => {
      if (bytesRead !== SEGMENT_SIZE) throw notAuthentic();
    });
    reading.catch(() => undefined);
    return reading;
  }

  #check(index: number, segment: Buffer, tag: Buffer): void {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(index), { authTagLength: TAG_SIZE });
    decipher.setAuthTag(tag);
    decipher.setAAD(segment);
    try {
      decipher.final();
    } catch {
      throw notAuthentic();
    }
  }
}

function* inSteps(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += STEP_SIZE) yield bytes.subarray(at, at + STEP_SIZE);
}

function oneTimeKey(): KeyObject {
  const bytes = randomBytes(32);
  try {
    return createSecretKey(bytes);
  } finally {
    bytes.fill(0);
  }
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 8);
  return nonce;
}
