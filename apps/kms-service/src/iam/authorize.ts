import { decide, denialMessage, firstOf, globalConditionKeys } from '@coffer/iam';
import { QueryError } from '../query/query-error.js';
import type { IamVerb, IamWork } from './verb.js';

/** Whether the caller's own policies allow an operation on what it names; throws AccessDenied in AWS's words if not. */
export function authorizeIam(work: IamWork, operation: string, verb: IamVerb, region: string): void {
  const { caller, identities, now, accountId } = work;
  const standing = identities.standingOf(caller);
  const action = `iam:${operation}`;
  const resource = verb.resource(work);
  const global = globalConditionKeys(caller, standing, now, { region, resourceAccount: accountId });
  const context = verb.conditions === undefined ? global : firstOf(verb.conditions(work), global);
  const decision = decide({ caller, standing, action, resource, resourceAccount: accountId, delegation: 'implied', context });
  if (!decision.allowed) throw new QueryError('AccessDenied', denialMessage(caller, action, resource, decision));
}
