import type { AuditEvent } from '@coffer/audit';
import { QueryError, toQueryError } from '../query/query-error.js';
import type { XmlMembers } from '../query/xml-value.js';
import { isOwnSession } from '../sessions/is-own-session.js';
import type { StsBacking, StsCall, StsDone, StsVerb } from './verb.js';

/**
 * Runs one operation and records it, durably, before the answer is given. Throws QueryError and nothing else; what cannot be recorded fails, and its
 * credentials are known to nobody.
 */
export async function performSts(backing: StsBacking, name: string, verb: StsVerb, call: StsCall): Promise<XmlMembers> {
  const time = backing.now();
  const outcome = await attempt(backing, name, verb, call).catch((error: unknown) => toQueryError(error));
  try {
    await backing.audit.append([eventOf(backing, name, verb, call, outcome, time)]);
  } catch (cause) {
    throw new QueryError('InternalFailure', 'The request could not be recorded, so its result is withheld.', { cause });
  }
  if (outcome instanceof QueryError) throw outcome;
  return outcome.result;
}

async function attempt(backing: StsBacking, name: string, verb: StsVerb, call: StsCall): Promise<StsDone> {
  if (verb.inOwnSession !== true && isOwnSession(call.caller)) throw new QueryError('AccessDenied', `Cannot call ${name} with session credentials`);
  return verb.run(backing, call);
}

function eventOf({ eventIds }: StsBacking, operation: string, verb: StsVerb, { caller, requestId, parameters }: StsCall, outcome: StsDone | QueryError, time: Date): AuditEvent {
  const isRefused = outcome instanceof QueryError;
  return {
    eventId: eventIds.next(time),
    time,
    source: 'sts.amazonaws.com',
    operation,
    readOnly: true,
    caller,
    requestId,
    parameters: verb.parameters(parameters),
    keyArns: [],
    resources: verb.resources?.(parameters),
    ...(isRefused ? { error: { code: outcome.code, message: outcome.message } } : { made: outcome.made, webIdentity: outcome.webIdentity }),
  };
}
