/**
 * A sealed temporary file: plaintext that waits for its tag where memory is too small for it.
 *
 *     file    = segment*
 *     segment = ciphertext:131072               what is left over at the end stays in memory
 *     nonce   = 0:8  index:u32
 *
 * AES-256-GCM under a random key that only this object holds, in memory, together with the segments' tags: nobody else can read the file, and
 * a change of it is an error and not a changed byte. The number of segments is held here too, so that the file cannot be cut. A segment is whole
 * pages. The file is written and read once, by one process, and has no name from its first moment on where the system allows that; so it needs no
 * version.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { TAG_SIZE } from '../algorithm-suite.js';
import { notAuthentic } from '../errors.js';
import type { YoungCollections } from './young-collections.js';

const SEGMENT_SIZE = 131_072;
const PRIVATE = 0o600;
/** Writes under way while the next segment is sealed. */
const WRITES_MAX = 4;

export class Spool {
  readonly #key: KeyObject = oneTimeKey();
  readonly #gathered = Buffer.allocUnsafeSlow(SEGMENT_SIZE);
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

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const taken = bytes.subarray(at, at + SEGMENT_SIZE - this.#gatheredSize);
      this.#gathered.set(taken, this.#gatheredSize);
      this.#gatheredSize += taken.length;
      at += taken.length;
      if (this.#gatheredSize === SEGMENT_SIZE) await this.#flush();
    }
  }

  /** All that was written, once, from the start. Refuses with `NotAuthentic` a file that somebody changed. Closes the file at its end. */
  async *read(young?: YoungCollections): AsyncGenerator<Buffer> {
    try {
      await this.#written(0);
      let [sealed, next] = [Buffer.allocUnsafeSlow(SEGMENT_SIZE), Buffer.allocUnsafeSlow(SEGMENT_SIZE)];
      let reading = this.#reading(0, sealed);
      for (const [index, tag] of this.#tags.entries()) {
        await reading;
        reading = this.#reading(index + 1, next);
        yield this.#opened(index, sealed, tag);
        young?.passed(SEGMENT_SIZE);
        [sealed, next] = [next, sealed];
      }
      if (this.#gatheredSize > 0) yield Buffer.from(this.#gathered.subarray(0, this.#gatheredSize));
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#writes);
    this.#gathered.fill(0);
    await this.file.close();
    if (this.path !== undefined) await unlink(this.path);
  }

  /** Seals what was gathered into the next segment. What is left at the end never needs the file. */
  async #flush(): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#tags.length), { authTagLength: TAG_SIZE });
    const sealed = cipher.update(this.#gathered);
    cipher.final();
    const write = this.#write(sealed, this.#tags.length * SEGMENT_SIZE);
    this.#writes.add(write);
    void write.finally(() => this.#writes.delete(write));
    this.#tags.push(cipher.getAuthTag());
    this.#gatheredSize = 0;
    await this.#written(WRITES_MAX - 1);
  }

  async #write(sealed: Buffer, position: number): Promise<void> {
    try {
      const { bytesWritten } = await this.file.write(sealed, 0, SEGMENT_SIZE, position);
      if (bytesWritten !== SEGMENT_SIZE) throw new Error('a temporary file took fewer bytes than it was given');
    } catch (error) {
      this.#failure ??= error;
    }
  }

  /** Waits until no more than so many writes are under way, and passes on what failed. */
  async #written(underWayMax: number): Promise<void> {
    while (this.#writes.size > underWayMax) await Promise.race(this.#writes);
    if (this.#failure !== undefined) throw this.#failure as Error;
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

  #opened(index: number, sealed: Buffer, tag: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(index), { authTagLength: TAG_SIZE });
    decipher.setAuthTag(tag);
    const bytes = decipher.update(sealed);
    try {
      decipher.final();
    } catch {
      throw notAuthentic();
    }
    return bytes;
  }
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
