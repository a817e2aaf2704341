import type { AuditEvent } from '@coffer/audit';
import { decide, denialMessage, globalConditionKeys, type Caller } from '@coffer/iam';
import { lookupEvents, lookupParameters, type LookupEventsRequest, type LookupEventsResponse } from './lookup-events.js';
import type { TrailBacking } from './trail-backing.js';
import { toTrailError, TrailError } from './trail-error.js';

/** Who asks, and under which id. */
export interface TrailCall {
  readonly caller: Caller;
  readonly requestId: string;
}

const ACTION = 'cloudtrail:LookupEvents';
/** AWS's word for it in policies, too: events have no ARNs. */
const RESOURCE = '*';

/** LookupEvents for whoever may, and recorded like everything else, durably, before it is answered. Throws TrailError and nothing else. */
export async function performLookup(backing: TrailBacking, call: TrailCall, request: LookupEventsRequest): Promise<LookupEventsResponse> {
  const time = backing.now();
  const outcome = await attempt(backing, call, request).catch((error: unknown) => toTrailError(error));
  try {
    await backing.log.append([eventOf(backing, call, request, outcome, time)]);
  } catch (cause) {
    throw new TrailError('InternalFailure', 'The request could not be recorded, so its result is withheld.', { cause });
  }
  if (outcome instanceof TrailError) throw outcome;
  return outcome;
}

async function attempt(backing: TrailBacking, { caller }: TrailCall, request: LookupEventsRequest): Promise<LookupEventsResponse> {
  assertAllowed(backing, caller);
  return lookupEvents(backing, caller, request);
}

function assertAllowed({ identities, now, region }: TrailBacking, caller: Caller): void {
  const standing = identities().standingOf(caller);
  const context = globalConditionKeys(caller, standing, now(), { region });
  const decision = decide({ caller, standing, action: ACTION, resource: RESOURCE, resourceAccount: caller.accountId, delegation: 'implied', context });
  if (!decision.allowed) throw new TrailError('AccessDeniedException', denialMessage(caller, ACTION, RESOURCE, decision));
}

function eventOf({ eventIds }: TrailBacking, { caller, requestId }: TrailCall, request: LookupEventsRequest, outcome: LookupEventsResponse | TrailError, time: Date): AuditEvent {
  return {
    eventId: eventIds.next(time),
    time,
    source: 'cloudtrail.amazonaws.com',
    operation: 'LookupEvents',
    readOnly: true,
    caller,
    requestId,
    parameters: lookupParameters(request),
    keyArns: [],
    error: outcome instanceof TrailError ? { code: outcome.code, message: outcome.message } : undefined,
  };
}
