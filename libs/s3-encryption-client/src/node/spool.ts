/**
 * A sealed temporary file: plaintext that waits for its tag where memory is too small for it.
 *
 *     file    = segment*
 *     segment = ciphertext:262144  tag:16        what is left over at the end stays in memory
 *     nonce   = 0:8  index:u32
 *
 * AES-256-GCM under a random key that only this object holds, in memory: nobody else can read the file, and a change of it is an error and
 * not a changed byte. The number of bytes is held here too, so that the file cannot be cut. It is written and read once, by one process, and has
 * no name from its first moment on where the system allows that; so it needs no version.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { TAG_SIZE } from '../algorithm-suite.js';
import { notAuthentic } from '../errors.js';
import type { YoungCollections } from './young-collections.js';

const SEGMENT_SIZE = 262_144;
const PRIVATE = 0o600;

export class Spool {
  readonly #key: KeyObject = oneTimeKey();
  readonly #gathered = Buffer.allocUnsafeSlow(SEGMENT_SIZE);
  #gatheredSize = 0;
  #segments = 0;
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
      const sealed = Buffer.allocUnsafeSlow(SEGMENT_SIZE + TAG_SIZE);
      for (let index = 0; index < this.#segments; index += 1) {
        const { bytesRead } = await this.file.read(sealed, 0, sealed.length, index * sealed.length);
        if (bytesRead !== sealed.length) throw notAuthentic();
        yield this.#opened(index, sealed);
        young?.passed(SEGMENT_SIZE);
      }
      if (this.#gatheredSize > 0) yield Buffer.from(this.#gathered.subarray(0, this.#gatheredSize));
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#gathered.fill(0);
    await this.file.close();
    if (this.path !== undefined) await unlink(this.path);
  }

  /** Seals what was gathered into the next segment. What is left at the end never needs the file. */
  async #flush(): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#segments), { authTagLength: TAG_SIZE });
    const sealed = cipher.update(this.#gathered);
    cipher.final();
    await this.file.writev([sealed, cipher.getAuthTag()]);
    this.#segments += 1;
    this.#gatheredSize = 0;
  }

  #opened(index: number, sealed: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(index), { authTagLength: TAG_SIZE });
    decipher.setAuthTag(sealed.subarray(SEGMENT_SIZE));
    const bytes = decipher.update(sealed.subarray(0, SEGMENT_SIZE));
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
