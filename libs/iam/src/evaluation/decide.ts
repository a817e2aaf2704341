/**
 * The one evaluator: whether a caller may do an action on a resource.
 *
 *     1. A statement that denies, in any policy, decides.
 *     2. The resource's policy that names the caller itself allows, whatever the caller's own policies leave unsaid.
 *     3. Else the caller's policies must allow, within its boundary and its session policies; for a key or a role only once the resource's
 *        policy lets the caller's account.
 *     4. Else a grant may allow, as a policy of the resource that names the caller would.
 *
 * Across accounts both sides must allow. Whoever has no policies of its own (nobody, a service) is allowed by the resource's policy alone. A principal that is
 * no more is allowed nothing, whatever still names it.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
import type { Policy } from '../policy/policy.js';
import { appliesTo, type Statement } from '../policy/statement.js';
import type { AccessRequest } from './access-request.js';
import type { DecidingStatement, Decision, PolicyKind } from './decision.js';
import { allowMatch, denyMatches, type Asking, type PrincipalMatch } from './principal-match.js';

type Allowed = Extract<Decision, { readonly allowed: true }>;

/** What the resource's side says: how strongly it names the caller, and by which statement or grant. */
interface ResourceSide {
  readonly match: PrincipalMatch;
  readonly decision?: Allowed;
}

const strengths: Readonly<Record<PrincipalMatch, number>> = { none: 0, account: 1, role: 2, itself: 3 };

/** Decides one request. Never throws for what a caller sent; what a grant or a context throws passes through. */
export function decide(request: AccessRequest): Decision {
  const asking = askingOf(request);
  const denied = denial(request, asking);
  if (denied !== undefined) return denied;
  if (request.standing.isGone === true) return missing('identity-based policy');
  const resource = resourceAllow(request, asking);
  const { caller, resourceAccount } = request;
  if (caller.type === 'Anonymous' || caller.type === 'Service') return alone(request, resource);
  return caller.accountId === resourceAccount ? sameAccount(request, resource) : acrossAccounts(request, resource);
}

function askingOf({ caller, standing, federated }: AccessRequest): Asking {
  return { caller, federated, isLimited: standing.session !== undefined };
}

function statementOf(kind: PolicyKind, policy: Policy, { sid, index }: Statement): DecidingStatement {
  return sid === undefined ? { kind, policy: policy.name, index } : { kind, policy: policy.name, sid, index };
}

const missing = (kind: PolicyKind): Decision => ({ allowed: false, by: 'absence', missing: kind });

/** The first statement that denies, in AWS's order of kinds. */
function denial(request: AccessRequest, asking: Asking): Decision | undefined {
  const { standing, resourcePolicy } = request;
  const statement =
    firstDeny(request, 'identity-based policy', standing.identity) ??
    (resourcePolicy && firstDeny(request, 'resource-based policy', [resourcePolicy], asking)) ??
    (standing.session && firstDeny(request, 'session policy', standing.session)) ??
    (standing.boundary && firstDeny(request, 'permissions boundary', [standing.boundary]));
  return statement && { allowed: false, by: 'statement', statement };
}

function firstDeny(request: AccessRequest, kind: PolicyKind, policies: readonly Policy[], asking?: Asking): DecidingStatement | undefined {
  for (const policy of policies) {
    for (const statement of policy.about(request.action).denies) {
      if (asking !== undefined && statement.principals !== undefined && !denyMatches(statement.principals, asking)) continue;
      if (appliesTo(statement, request.resource, request.context)) return statementOf(kind, policy, statement);
    }
  }
  return undefined;
}

function firstAllow({ action, resource, context }: AccessRequest, kind: PolicyKind, policies: readonly Policy[]): DecidingStatement | undefined {
  for (const policy of policies) {
    for (const statement of policy.about(action).allows) {
      if (appliesTo(statement, resource, context)) return statementOf(kind, policy, statement);
    }
  }
  return undefined;
}

/** The strongest that the resource's policy says for the caller. */
function resourceAllow({ resourcePolicy, action, resource, context }: AccessRequest, asking: Asking): ResourceSide {
  let best: ResourceSide = { match: 'none' };
  for (const statement of resourcePolicy?.about(action).allows ?? []) {
    const match = statement.principals === undefined ? 'none' : allowMatch(statement.principals, asking);
    if (strengths[match] <= strengths[best.match] || !appliesTo(statement, resource, context)) continue;
    best = { match, decision: { allowed: true, by: 'statement', statement: statementOf('resource-based policy', resourcePolicy as Policy, statement) } };
    if (match === 'itself') break;
  }
  return best;
}

/** A grant names its grantee; whether a session or its role cannot be told, so that the limits of a session hold. */
function granted({ grant, caller, standing }: AccessRequest): ResourceSide | undefined {
  const id = grant?.();
  if (id === undefined) return undefined;
  const match = caller.type === 'AssumedRole' || standing.session !== undefined ? 'role' : 'itself';
  return { match, decision: { allowed: true, by: 'grant', grant: id } };
}

/** The caller's own side, its limits aside. */
function identityAllow(request: AccessRequest): Allowed | undefined {
  if (request.standing.isRoot) return { allowed: true, by: 'root' };
  const statement = firstAllow(request, 'identity-based policy', request.standing.identity);
  return statement && { allowed: true, by: 'statement', statement };
}

/** The limit that does not allow, if there is one: each must, beside what it limits. */
function failingLimit(request: AccessRequest): PolicyKind | undefined {
  const { boundary, session } = request.standing;
  if (boundary !== undefined && firstAllow(request, 'permissions boundary', [boundary]) === undefined) return 'permissions boundary';
  if (session !== undefined && firstAllow(request, 'session policy', session) === undefined) return 'session policy';
  return undefined;
}

function alone(request: AccessRequest, resource: ResourceSide): Decision {
  return resource.decision ?? granted(request)?.decision ?? missing('resource-based policy');
}

function sameAccount(request: AccessRequest, resource: ResourceSide): Decision {
  if (resource.match === 'itself' && resource.decision !== undefined) return resource.decision;
  const isDelegated = request.delegation === 'implied' || resource.match !== 'none';
  const own = resource.match === 'role' ? resource.decision : isDelegated ? identityAllow(request) : undefined;
  const limit = own && failingLimit(request);
  if (own !== undefined && limit === undefined) return own;
  const grant = granted(request);
  if (grant?.match === 'itself' && grant.decision !== undefined) return grant.decision;
  const grantLimit = grant && failingLimit(request);
  if (grant?.decision !== undefined && grantLimit === undefined) return grant.decision;
  return missing(limit ?? grantLimit ?? (isDelegated ? 'identity-based policy' : 'resource-based policy'));
}

function acrossAccounts(request: AccessRequest, resource: ResourceSide): Decision {
  if (identityAllow(request) === undefined) return missing('identity-based policy');
  const limit = failingLimit(request);
  if (limit !== undefined) return missing(limit);
  return resource.decision ?? granted(request)?.decision ?? missing('resource-based policy');
}
