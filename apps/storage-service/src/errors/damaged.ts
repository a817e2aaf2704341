import { StorageError } from './storage-error.js';

/**
 * What is stored is not what was written: changed, missing, moved or added bytes. The client learns that the object cannot be given;
 * the log learns what was wrong.
 */
export function damaged(what: string, cause?: unknown): StorageError {
  return new StorageError('InternalError', 'The stored object is damaged and was not returned.', { cause: new Error(what, { cause }) });
}
