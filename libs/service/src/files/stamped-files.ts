import { createHash } from 'node:crypto';
import { fileStamp, type FileStamp } from './file-stamp.js';

/** Which files one reading looked at, each with the stamp that it had before it was read, and a digest of all that was in them. */
export class StampedFiles {
  readonly #stamps = new Map<string, FileStamp>();
  readonly #hash = createHash('sha256');

  /** To be called before `file` is read, so that a change in the midst of the reading shows. */
  stamp(file: string): void {
    this.#stamps.set(file, fileStamp(file));
  }

  /** What was read of `file`. */
  remember(file: string, content: string | Buffer): void {
    this.#hash.update(`${file}\0${String(Buffer.byteLength(content))}\0`).update(content);
  }

  /** Whether nothing that was read has another stamp by now. */
  hasSameStamps(): boolean {
    return [...this.#stamps].every(([file, stamp]) => fileStamp(file).text === stamp.text);
  }

  /** Whether every change since would show in a stamp. */
  get isSettled(): boolean {
    return [...this.#stamps.values()].every((stamp) => stamp.isSettled);
  }

  /** Of all that was read, to be compared and not shown: secrets are in it. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}
