import type { AuditParameters, AuditResource } from '@coffer/audit';
import type { Principal, Role, Session } from '@coffer/iam';
import type { Parameters } from '../query/parameters.js';
import type { RoleRequest } from './role-request.js';

/** Everything that a role's session is made of. */
export interface RoleGrant {
  readonly role: Role;
  readonly request: RoleRequest;
  readonly policies: readonly string[];
  readonly seconds: number;
  readonly now: Date;
  readonly webIdentity?: Session['webIdentity'];
}

/** Whoever took on a role, and the session in which. */
export function assumedRole({ role, request, policies, seconds, now, webIdentity }: RoleGrant): { readonly principal: Principal; readonly session: Session } {
  const { principal: issuer } = role;
  const { sessionName, tags, sourceIdentity } = request;
  const principal: Principal = {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${issuer.accountId}:assumed-role/${role.name}/${sessionName}`,
    accountId: issuer.accountId,
    principalId: `${issuer.principalId}:${sessionName}`,
  };
  const session: Session = {
    issuer,
    issuedAt: now,
    expiresAt: new Date(now.getTime() + seconds * 1000),
    policies,
    tags: tags.all,
    transitiveTagKeys: tags.transitiveKeys,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(webIdentity !== undefined && { webIdentity }),
  };
  return { principal, session };
}

/** Members of a list that an event tells. */
const TOLD_MAX = 10;

/** What the event says of a request for a role. It is said in the clear, as AWS says it; a token never is. */
export function roleEvent(parameters: Parameters): AuditParameters {
  const policyArns = parameters.list('PolicyArns', Number.MAX_SAFE_INTEGER).slice(0, TOLD_MAX).map((member) => member.raw('arn') ?? '');
  const tags = parameters.list('Tags', Number.MAX_SAFE_INTEGER).map((tag) => [tag.raw('Key') ?? '', tag.raw('Value') ?? ''] as const);
  return {
    roleArn: parameters.raw('RoleArn'),
    roleSessionName: parameters.raw('RoleSessionName'),
    durationSeconds: parameters.raw('DurationSeconds'),
    externalId: parameters.raw('ExternalId'),
    sourceIdentity: parameters.raw('SourceIdentity'),
    policy: parameters.raw('Policy'),
    policyArns: policyArns.length === 0 ? undefined : policyArns,
    principalTags: tags.length === 0 ? undefined : new Map(tags),
  };
}

export function roleResources(parameters: Parameters): readonly AuditResource[] {
  const arn = parameters.raw('RoleArn') ?? '';
  return arn.includes(':role/') ? [{ arn, type: 'AWS::IAM::Role', accountId: arn.split(':')[4] }] : [];
}
