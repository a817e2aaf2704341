import type { AuditEvent, AuditParameters } from '@coffer/audit';
import type { Parameters } from '../query/parameters.js';
import { QueryError, toQueryError } from '../query/query-error.js';
import type { XmlMembers } from '../query/xml-value.js';
import { isOwnSession } from '../sessions/is-own-session.js';
import { authorizeIam } from './authorize.js';
import { ACCOUNT_QUOTAS } from './quotas.js';
import type { IamBacking, IamCall, IamDone, IamVerb, IamWork } from './verb.js';

/** Members that events tell. None of them can hold a secret. */
const TOLD = [
  'UserName', 'GroupName', 'RoleName', 'PolicyName', 'PolicyArn', 'AccessKeyId', 'Status', 'PermissionsBoundary', 'Path', 'Description', 'MaxSessionDuration',
  'PolicyDocument', 'AssumeRolePolicyDocument', 'VersionId', 'Scope', 'Marker', 'MaxItems',
] as const;

/**
 * Runs one operation and records it, durably, before the answer is given. Throws QueryError and nothing else; a change may stand though its event could not be
 * written, and then its answer, with the secret that it made, is given to nobody.
 */
export async function performIam(backing: IamBacking, operation: string, verb: IamVerb, call: IamCall): Promise<XmlMembers | undefined> {
  const now = backing.now();
  const outcome = await attempt(backing, operation, verb, call, now).catch((error: unknown) => toQueryError(error));
  try {
    await backing.audit.append([eventOf(backing, operation, verb, call, outcome, now)]);
  } catch (cause) {
    throw new QueryError('InternalFailure', 'The request could not be recorded, so its result is withheld.', { cause });
  }
  if (outcome instanceof QueryError) throw outcome;
  return outcome.result;
}

async function attempt({ store, identities, region, quotas = ACCOUNT_QUOTAS }: IamBacking, operation: string, verb: IamVerb, call: IamCall, now: Date): Promise<IamDone> {
  const work: IamWork = {
    ...call, accountId: call.caller.accountId, store, quotas, now,
    get identities() { return identities(); },
  };
  // AWS's answer, which tells nothing of why.
  if (isOwnSession(call.caller)) throw new QueryError('InvalidClientTokenId', 'The security token included in the request is invalid');
  authorizeIam(work, operation, verb, region);
  return verb.run(work);
}

function eventOf({ eventIds }: IamBacking, operation: string, { readOnly }: IamVerb, { caller, requestId, parameters }: IamCall, outcome: IamDone | QueryError, time: Date): AuditEvent {
  const told = outcome instanceof QueryError ? { error: { code: outcome.code, message: outcome.message } } : { made: outcome.made };
  return {
    eventId: eventIds.next(time), time, source: 'iam.amazonaws.com', operation, readOnly, caller, requestId, parameters: toldOf(parameters), keyArns: [], ...told,
  };
}

function toldOf(parameters: Parameters): AuditParameters {
  return Object.fromEntries(TOLD.map((name) => [name.charAt(0).toLowerCase() + name.slice(1), parameters.raw(name)]));
}
