import { randomUUID } from 'node:crypto';
import { Secret } from '@coffer/crypto';
import type { AuditEvent } from '../audit/audit-event.js';
import { KmsError, toKmsError } from '../errors/kms-error.js';
import type { BatchEntry, BatchResult, Call } from './call.js';
import type { OperationName, Requests } from './requests.js';
import type { Responses } from './responses.js';
import type { Service } from './service.js';
import type { Done, Verb } from './verb.js';
import { verbs } from './verbs.js';

/** Entries in one batch. A door refuses longer ones before it comes here; this is the last word. */
export const BATCH_ENTRIES_MAX = 1000;

/** A finished call whose event is not yet durable, so nobody may see its outcome. */
interface Attempt<R> {
  readonly outcome: Done<R> | KmsError;
  readonly event: AuditEvent;
}

/**
 * The inner door that gRPC and HTTP share: runs one operation and records it, durably, before the answer is given.
 *
 * Throws KmsError and nothing else. If the event cannot be written the call fails with KMSInternalException, whatever it found, and the
 * keys that it made or opened are cleared; a change to a key or an alias may then stand without its event. The caller disposes of the
 * secrets in the response.
 */
export async function perform<N extends OperationName>(service: Service, call: Call, name: N, request: Requests[N]): Promise<Responses[N]> {
  const attempt = await attemptOne(service, call, name, request);
  await record(service, [attempt]);
  if (attempt.outcome instanceof KmsError) throw attempt.outcome;
  return attempt.outcome.response;
}

/** Many calls with one durable append for all of their events. Each entry has a result or an error of its own, in the order given. */
export async function performBatch(service: Service, entries: readonly BatchEntry[]): Promise<BatchResult[]> {
  if (entries.length > BATCH_ENTRIES_MAX) throw new KmsError('ValidationException', `A batch holds at most ${String(BATCH_ENTRIES_MAX)} entries.`);
  const attempts = await Promise.all(entries.map((entry) => attemptEntry(service, entry)));
  await record(service, attempts);
  return attempts.map(({ outcome }) => (outcome instanceof KmsError ? outcome : outcome.response));
}

function attemptEntry(service: Service, entry: BatchEntry): Promise<Attempt<Responses[BatchEntry['name']]>> {
  return entry.name === 'Decrypt' ? attemptOne(service, entry.call, entry.name, entry.request) : attemptOne(service, entry.call, entry.name, entry.request);
}

/** Runs a verb to its outcome, whatever that is. Never throws. */
async function attemptOne<N extends OperationName>(service: Service, call: Call, name: N, request: Requests[N]): Promise<Attempt<Responses[N]>> {
  const verb: Verb<N> = verbs[name];
  const started = performance.now();
  const time = service.now();
  let outcome: Done<Responses[N]> | KmsError;
  try {
    outcome = await verb.run(service, call.caller, request);
  } catch (error) {
    outcome = toKmsError(error);
  }
  service.observe(name, outcome instanceof KmsError ? outcome.code : 'Success', performance.now() - started);
  return { outcome, event: eventOf(call, name, verb, request, outcome, time) };
}

function eventOf<N extends OperationName>(call: Call, name: N, verb: Verb<N>, request: Requests[N], outcome: Done<Responses[N]> | KmsError, time: Date): AuditEvent {
  const common = {
    eventId: randomUUID(),
    time,
    operation: name,
    readOnly: verb.readOnly,
    caller: call.caller,
    requestId: call.requestId,
    parameters: verb.parameters(request),
  };
  if (outcome instanceof KmsError) {
    const keyArns = outcome.keyArn === undefined ? [] : [outcome.keyArn];
    return { ...common, keyArns, error: { code: outcome.code, message: outcome.message } };
  }
  return { ...common, keyArns: outcome.keyArns, keyMaterialId: outcome.keyMaterialId, made: outcome.made };
}

/** Makes the events durable; failing that, clears what the calls made and fails them all. */
async function record(service: Service, attempts: readonly Attempt<object>[]): Promise<void> {
  try {
    await service.audit.append(attempts.map((attempt) => attempt.event));
  } catch (cause) {
    for (const { outcome } of attempts) if (!(outcome instanceof KmsError)) clearSecrets(outcome.response);
    throw new KmsError('KMSInternalException', 'The request could not be recorded, so its result is withheld.', { cause });
  }
}

function clearSecrets(response: object): void {
  for (const member of Object.values(response)) if (member instanceof Secret) member[Symbol.dispose]();
}
