import { KmsError } from '../errors/kms-error.js';
import { attemptBatch } from './attempt-batch.js';
import { attempt, type Attempt } from './attempt.js';
import type { BatchEntry, BatchResult, Call } from './call.js';
import { clearSecrets } from './clear-secrets.js';
import { orThrow } from './outcome.js';
import type { OperationName, Requests } from './requests.js';
import type { Responses } from './responses.js';
import type { Service } from './service.js';

/** Entries in one batch. A door refuses longer ones before it comes here; this is the last word. */
export const BATCH_ENTRIES_MAX = 1000;

/**
 * The inner door that gRPC and HTTP share: runs one operation and records it, durably, before the answer is given.
 *
 * Throws KmsError and nothing else. If the event cannot be written the call fails with KMSInternalException, whatever it found, and the
 * keys that it made or opened are cleared; a change to a key or an alias may then stand without its event. The caller disposes of the
 * secrets in the response.
 */
export async function perform<N extends OperationName>(service: Service, call: Call, name: N, request: Requests[N]): Promise<Responses[N]> {
  const attempted = await attempt(service, call, name, request);
  await record(service, [attempted]);
  return orThrow(attempted.outcome).response;
}

/** Many calls with one durable append for all of their events. Each entry has a result or an error of its own, in the order given. */
export async function performBatch(service: Service, entries: readonly BatchEntry[]): Promise<BatchResult[]> {
  if (entries.length > BATCH_ENTRIES_MAX) throw new KmsError('ValidationException', `A batch holds at most ${String(BATCH_ENTRIES_MAX)} entries.`);
  const attempts = await attemptBatch(service, entries);
  await record(service, attempts);
  return attempts.map(({ outcome }) => (outcome instanceof KmsError ? outcome : outcome.response));
}

/** Makes the events durable; failing that, clears what the calls made and fails them all. */
async function record(service: Service, attempts: readonly Attempt<object>[]): Promise<void> {
  try {
    await service.audit.append(attempts.map(({ event }) => event));
  } catch (cause) {
    for (const { outcome } of attempts) if (!(outcome instanceof KmsError)) clearSecrets(outcome.response);
    throw new KmsError('KMSInternalException', 'The request could not be recorded, so its result is withheld.', { cause });
  }
}
