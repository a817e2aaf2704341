import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { parseRecord } from '../audit-record.js';
import type { DigestLogFile } from './digest.js';
import type { DigestStore } from './digest-store.js';

/** Events and bytes after which a log file is full; one group may take it beyond. */
export const LOG_FILE_EVENTS_MAX = 10_000;
export const LOG_FILE_BYTES_MAX = 16 * 1024 * 1024;

/** Puts lines into log files in CloudTrail's form, and tells what a digest says of each. The same lines make the same files. */
export class LogFileWriter {
  readonly #store: DigestStore;
  readonly #nameOf: (part: number) => string;
  readonly #files: DigestLogFile[] = [];
  #lines: string[] = [];
  #size = 0;

  constructor(store: DigestStore, nameOf: (part: number) => string) {
    this.#store = store;
    this.#nameOf = nameOf;
  }

  async add(lines: readonly string[]): Promise<void> {
    this.#lines.push(...lines);
    this.#size += lines.reduce((sum, line) => sum + line.length, 0);
    if (this.#lines.length >= LOG_FILE_EVENTS_MAX || this.#size >= LOG_FILE_BYTES_MAX) await this.#write();
  }

  /** Ends the last file. What was written, in order. */
  async end(): Promise<readonly DigestLogFile[]> {
    if (this.#lines.length > 0) await this.#write();
    return this.#files;
  }

  async #write(): Promise<void> {
    const bytes = gzipSync(`{"Records":[${this.#lines.join(',')}]}`);
    const s3Object = this.#nameOf(this.#files.length + 1);
    const times = this.#lines.map((line) => parseRecord(line)?.eventTime ?? '').filter((time) => time !== '').sort();
    await this.#store.put(s3Object, bytes);
    this.#files.push({
      s3Object, hashValue: createHash('sha256').update(bytes).digest('hex'), hashAlgorithm: 'SHA-256',
      oldestEventTime: times[0] ?? '', newestEventTime: times.at(-1) ?? '', events: this.#lines.length,
    });
    [this.#lines, this.#size] = [[], 0];
  }
}
