import type { ConditionContext } from '@coffer/iam';
import { QueryError } from '../query/query-error.js';
import { credentialsOf, issue, toldCredentials } from './credentials.js';
import { roleSessionSeconds } from './durations.js';
import type { VerifiedToken } from './oidc/verified-token.js';
import { readRoleRequest, roleRequestKeys } from './role-request.js';
import { assumedRole, roleEvent, roleResources } from './role-session.js';
import { readSessionPolicies } from './session-policies.js';
import { isTrusted } from './trust.js';
import type { StsVerb } from './verb.js';

const TOKEN = { min: 4, max: 20_000 };

/**
 * Takes on a role by the token of an OIDC issuer, without credentials: how a workload in Kubernetes comes by its own.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const assumeRoleWithWebIdentity: StsVerb = {
  unsigned: true,
  parameters: (parameters) => ({ ...roleEvent(parameters), externalId: undefined, principalTags: undefined, sourceIdentity: undefined }),
  resources: roleResources,
  run: async (backing, { caller, parameters }) => {
    const { sessions, identities, now, verifyToken } = backing;
    const token = parameters.required('WebIdentityToken', TOKEN);
    const request = readRoleRequest(parameters);
    const { accountId } = request;
    const verified = await verifyToken(token, accountId);
    const { provider, subject, audience } = verified;
    const role = identities().role(request.roleArn);
    const context = tokenKeys(verified, roleRequestKeys(request, parameters.integer('DurationSeconds', 0, Number.MAX_SAFE_INTEGER) ?? 0));
    if (role === undefined || !isTrusted(backing, { caller, role, action: 'sts:AssumeRoleWithWebIdentity', federated: provider.arn, context })) {
      throw new QueryError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
    }
    const seconds = roleSessionSeconds(parameters, role.maxSessionSeconds, false);
    const { policies, policyArns } = readSessionPolicies(parameters, identities(), accountId);
    const webIdentity = { provider: provider.issuer, audience, subject };
    const claims = assumedRole({ role, request, policies, seconds, now: now(), webIdentity });
    const issued = await issue(sessions, { ...claims, policyArns });
    const user = { AssumedRoleId: claims.principal.principalId, Arn: claims.principal.arn };
    return {
      result: {
        Credentials: credentialsOf(issued),
        SubjectFromWebIdentityToken: subject,
        AssumedRoleUser: user,
        PackedPolicySize: policies.length + policyArns.length > 0 ? issued.packedPercent : undefined,
        SessionTokenUtilization: issued.packedPercent,
        Provider: provider.arn,
        Audience: audience,
      },
      made: {
        credentials: toldCredentials(issued),
        subjectFromWebIdentityToken: subject,
        assumedRoleUser: { assumedRoleId: user.AssumedRoleId, arn: user.Arn },
        provider: provider.arn,
        audience,
      },
      webIdentity,
    };
  },
};

/** `ISSUER:sub`, `ISSUER:aud` and `ISSUER:amr`, as trust policies name them. */
function tokenKeys({ provider, subject, audience, methods }: VerifiedToken, others: ConditionContext): ConditionContext {
  const issuer = provider.issuer.toLowerCase();
  const keys = new Map<string, string | readonly string[] | undefined>([
    [`${issuer}:sub`, subject],
    [`${issuer}:aud`, audience],
    [`${issuer}:amr`, methods.length === 0 ? undefined : methods],
    ['aws:federatedprovider', provider.arn],
  ]);
  return (name) => keys.get(name) ?? others(name);
}
