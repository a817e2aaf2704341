import type { Role, Session } from '@coffer/iam';
import { QueryError } from '../query/query-error.js';
import type { Parameters } from '../query/parameters.js';
import { credentialsOf, issue, toldCredentials } from './credentials.js';
import { roleSessionSeconds } from './durations.js';
import { readRoleRequest, roleRequestKeys, type RoleRequest } from './role-request.js';
import { assumedRole, roleEvent, roleResources } from './role-session.js';
import { readSessionPolicies } from './session-policies.js';
import { isTrusted } from './trust.js';
import type { StsBacking, StsCall, StsVerb } from './verb.js';

/**
 * Takes on a role that trusts the caller.
 *
 * A role that is not there, and one that does not trust the caller, are refused in the same words. The source identity of a caller's session stays: it names
 * who stands behind a chain of roles.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole: StsVerb = {
  inOwnSession: true,
  parameters: roleEvent,
  resources: roleResources,
  run: async (backing, call) => {
    const { caller, parameters } = call;
    const request = readRoleRequest(parameters, caller.session);
    if (caller.type === 'Root') throw new QueryError('AccessDenied', 'Roles may not be assumed by root accounts.');
    const role = backing.identities().role(request.roleArn);
    if (role === undefined) throw notTrusted(call, 'sts:AssumeRole', request.roleArn);
    const isChained = caller.type === 'AssumedRole';
    // What the role's most is, is told only to whom it trusts.
    const context = roleRequestKeys(request, parameters.integer('DurationSeconds', 0, Number.MAX_SAFE_INTEGER) ?? 0);
    for (const action of actionsOf(request, caller.session)) if (!isTrusted(backing, { caller, role, action, context })) throw notTrusted(call, action, request.roleArn);
    const seconds = roleSessionSeconds(parameters, role.maxSessionSeconds, isChained);
    return grant(backing, parameters, { role, request: withSource(request, caller.session), seconds });
  },
};

interface Granted {
  readonly role: Role;
  readonly request: RoleRequest;
  readonly seconds: number;
}

async function grant({ sessions, identities, now }: StsBacking, parameters: Parameters, { role, request, seconds }: Granted): ReturnType<StsVerb['run']> {
  const { policies, policyArns } = readSessionPolicies(parameters, identities(), role.principal.accountId);
  const claims = assumedRole({ role, request, policies, seconds, now: now() });
  const issued = await issue(sessions, { ...claims, policyArns });
  const user = { AssumedRoleId: claims.principal.principalId, Arn: claims.principal.arn };
  const { sourceIdentity } = request;
  const isLimited = policies.length + policyArns.length + request.tags.all.size > 0;
  return {
    result: {
      Credentials: credentialsOf(issued),
      AssumedRoleUser: user,
      PackedPolicySize: isLimited ? issued.packedPercent : undefined,
      SessionTokenUtilization: issued.packedPercent,
      SourceIdentity: sourceIdentity,
    },
    made: { credentials: toldCredentials(issued), assumedRoleUser: { assumedRoleId: user.AssumedRoleId, arn: user.Arn }, sourceIdentity },
  };
}

/** Everything that the role must trust the caller with. */
function actionsOf({ tags, sourceIdentity }: RoleRequest, callers: Session | undefined): readonly `sts:${string}`[] {
  const isTagged = tags.all.size > 0;
  const isNamed = sourceIdentity !== undefined || callers?.sourceIdentity !== undefined;
  return ['sts:AssumeRole', ...(isTagged ? (['sts:TagSession'] as const) : []), ...(isNamed ? (['sts:SetSourceIdentity'] as const) : [])];
}

function withSource(request: RoleRequest, callers: Session | undefined): RoleRequest {
  const before = callers?.sourceIdentity;
  if (before === undefined) return request;
  if (request.sourceIdentity !== undefined && request.sourceIdentity !== before) {
    throw new QueryError('AccessDenied', 'The source identity of a session cannot be changed.');
  }
  return { ...request, sourceIdentity: before };
}

function notTrusted({ caller }: StsCall, action: string, roleArn: string): QueryError {
  return new QueryError('AccessDenied', `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`);
}
