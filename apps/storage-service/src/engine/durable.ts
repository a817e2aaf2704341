import { setTimeout } from 'node:timers/promises';
import { StorageError } from '../errors/storage-error.js';

/** LMDB's own codes: the map is full, and a transaction in which something else has failed. */
const MDB_MAP_FULL = -30792;
const MDB_BAD_TXN = -30782;
const ENOSPC = 28;
/** Also how LMDB reports a write that the disk took only in part, which is how most full disks show. */
const EIO = 5;
const EDQUOT = 122;
const UNWRITABLE_CODES: ReadonlySet<unknown> = new Set([MDB_MAP_FULL, MDB_BAD_TXN, ENOSPC, EIO, EDQUOT, 'ENOSPC', 'EDQUOT']);

const RETRY_AFTER_FULL_SECONDS = 30;
const REASON_DEADLINE_MS = 1000;

/**
 * Waits until a change to the index is on the disk, and turns LMDB's failures into the service's. A StorageError passes through.
 *
 * LMDB rejects every change of a failed commit with an error that holds a promise of the reason. That promise must have a handler before
 * this turn ends, or the process would die of an unhandled rejection; here it gets one.
 */
export async function durable<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw indexFailure(await reasonOf(error));
  }
}

/**
 * One write of a change whose outcome the change as a whole tells (`durable`). LMDB rejects the promise of each, and one that nobody listens to
 * would end the process.
 */
export function unwatched(write: Promise<boolean>): void {
  write.catch(() => undefined);
}

/** The reason comes in the same turn or soon after, once LMDB's thread has reported. It is not waited for much longer. */
async function reasonOf(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  const told = Promise.resolve(error.commitError).then(() => error, (reason: unknown) => reason);
  const untold = setTimeout(REASON_DEADLINE_MS, error, { ref: false });
  return Promise.race([told, untold]);
}

function indexFailure(cause: unknown): StorageError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (UNWRITABLE_CODES.has(code)) return diskFull('index', cause);
  return new StorageError('InternalError', 'We encountered an internal error. Please try again.', { cause });
}

/** What a full disk is to the client. Nothing of the refused change is kept, and whatever was stored before it stays. */
export function diskFull(what: 'index' | 'bodies', cause: unknown): StorageError {
  const where = what === 'index' ? 'The disk that holds the index is full or failing.' : 'The disk that holds the object bodies is full.';
  return new StorageError('ServiceUnavailable', where, { cause, retryAfterSeconds: RETRY_AFTER_FULL_SECONDS });
}

/** Whether a file could not grow: the disk or the account's share of it is used up. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
