import { StorageError } from './storage-error.js';

/** What of an object is damaged: its wrapped key, its record, its body, a body that is gone, or a row of the index. */
export const DAMAGE_KINDS = ['key', 'record', 'body', 'missing', 'index'] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];

/** The cause of an error that says that stored bytes are not what was written: for the log, and counted by its kind. */
export class Damage extends Error {
  override readonly name = 'Damage';

  constructor(
    readonly kind: DamageKind,
    what: string,
    cause?: unknown,
  ) {
    super(what, cause === undefined ? undefined : { cause });
  }
}

/**
 * What is stored is not what was written: changed, missing, moved or added bytes. The client learns that the object cannot be given;
 * the log learns what was wrong.
 */
export function damaged(kind: DamageKind, what: string, cause?: unknown): StorageError {
  return new StorageError('InternalError', 'The stored object is damaged and was not returned.', { cause: new Damage(kind, what, cause) });
}
