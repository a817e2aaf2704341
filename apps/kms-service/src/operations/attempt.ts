import type { AuditEvent } from '@coffer/audit';
import { KmsError, toKmsError } from '../errors/kms-error.js';
import type { Call } from './call.js';
import type { Outcome } from './outcome.js';
import type { OperationName, Requests } from './requests.js';
import type { Responses } from './responses.js';
import type { Service } from './service.js';
import type { Done, Verb } from './verb.js';
import { verbs } from './verbs.js';

/** A finished call whose event is not yet durable, so nobody may see its outcome. */
export interface Attempt<R> {
  readonly outcome: Outcome<Done<R>>;
  readonly event: AuditEvent;
}

/** Runs a verb to its outcome, whatever that is. Never throws. */
export async function attempt<N extends OperationName>(service: Service, call: Call, name: N, request: Requests[N]): Promise<Attempt<Responses[N]>> {
  const verb: Verb<N> = verbs[name];
  const started = performance.now();
  const time = service.now();
  let outcome: Outcome<Done<Responses[N]>>;
  try {
    outcome = await verb.run(service, call.caller, request);
  } catch (error) {
    outcome = toKmsError(error);
  }
  service.observe(name, codeOf(outcome), performance.now() - started, 1);
  return { outcome, event: eventOf(service, call, name, verb, request, outcome, time) };
}

/** What metrics call an outcome. */
export function codeOf(outcome: Outcome<object>): string {
  return outcome instanceof KmsError ? outcome.code : 'Success';
}

/** What is recorded of a call that came to `outcome`. */
export function eventOf<N extends OperationName>({ eventIds }: Service, call: Call, name: N, verb: Verb<N>, request: Requests[N], outcome: Outcome<Done<Responses[N]>>, time: Date): AuditEvent {
  const isRefused = outcome instanceof KmsError;
  return {
    eventId: eventIds.next(time),
    time,
    source: 'kms.amazonaws.com',
    operation: name,
    readOnly: verb.readOnly,
    caller: call.caller,
    requestId: call.requestId,
    parameters: verb.parameters(request),
    keyArns: isRefused ? keyArnsOf(outcome) : outcome.keyArns,
    ...(isRefused ? { error: { code: outcome.code, message: outcome.message } } : { keyMaterialId: outcome.keyMaterialId, made: outcome.made }),
  };
}

function keyArnsOf({ keyArn }: KmsError): readonly string[] {
  return keyArn === undefined ? [] : [keyArn];
}
