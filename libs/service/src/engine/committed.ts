/** The reason of a failed commit comes soon after the failure; it is not waited for much longer. */
const REASON_DEADLINE_MS = 1000;

/** A commit that the engine could not make durable: the disk is full or failing. The cause is the engine's own error. */
export class CommitFailed extends Error {
  override readonly name = 'CommitFailed';
}

/**
 * Waits until a change in LMDB is durable; throws CommitFailed if it cannot be.
 *
 * LMDB rejects every part of a failed commit, and each rejection holds a promise of the reason that rejects in its turn. One that nobody
 * handles would end the process, so `parts`, the single writes of the change, are handed in, and the reason is awaited here.
 */
export async function committed<T>(change: Promise<T>, parts: readonly Promise<unknown>[] = []): Promise<T> {
  const [outcome] = await Promise.allSettled([change, ...parts]);
  if (outcome.status === 'fulfilled') return outcome.value;
  throw new CommitFailed('a change could not be made durable', { cause: await reasonOf(outcome.reason) });
}

async function reasonOf(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  const told = Promise.resolve(error.commitError).then(() => error, (reason: unknown) => reason);
  const { promise: untold, resolve } = Promise.withResolvers<unknown>();
  const timer = setTimeout(resolve, REASON_DEADLINE_MS, error);
  return Promise.race([told, untold]).finally(() => { clearTimeout(timer); });
}
