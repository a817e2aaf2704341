import { associatedData, open, seal, type AssociatedData, type Secret } from '@coffer/crypto';
import type { Change, Table } from '../store/key-store.js';

const VERSION = 1;

/** A kept row was changed, moved or made by someone else. */
export class SealedRowError extends Error {
  override readonly name = 'SealedRowError';
}

/**
 * Seals rows under the store's own key, so that a flipped, moved or added byte in the store is an error and never another key's state.
 *
 *     row = version:1 sealed        sealed as libs/crypto seals, AES-256-GCM
 *
 * The version, the table and the row's id are the associated data. An old row put back in its own place is not noticed.
 */
export class SealedRows {
  readonly #key: Secret;

  readonly #onRefused: () => void;

  /** `onRefused` is told of each row that does not open. */
  constructor(key: Secret, onRefused: () => void = () => undefined) {
    this.#key = key;
    this.#onRefused = onRefused;
  }

  /** What a kept row says. Throws SealedRowError. */
  open(table: Table, id: string, kept: Buffer): Buffer {
    if (kept[0] !== VERSION) throw this.#refused(`a kept ${table} is of another version`);
    try {
      return open(this.#key, kept.subarray(1), binding(table, id));
    } catch (cause) {
      throw this.#refused(`a kept ${table} does not open`, cause);
    }
  }

  /** The change that puts `content` in the place of what is kept now, or of nothing. */
  change(table: Table, id: string, kept: Buffer | null, content: Buffer): Change {
    const value = Buffer.concat([Buffer.of(VERSION), seal(this.#key, content, binding(table, id))]);
    return { table, id, expected: kept, value };
  }

  #refused(message: string, cause?: unknown): SealedRowError {
    this.#onRefused();
    return new SealedRowError(message, { cause });
  }

  close(): void {
    this.#key[Symbol.dispose]();
  }
}

function binding(table: Table, id: string): AssociatedData {
  return associatedData('coffer/kms/row/1', Buffer.of(VERSION), Buffer.from(table), Buffer.from(id));
}
