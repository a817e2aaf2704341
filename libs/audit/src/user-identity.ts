import type { Caller, Session } from '@coffer/iam';
import type { WebIdentity } from './audit-event.js';

/** CloudTrail's `userIdentity`, with members that may be absent. */
export type UserIdentity = Readonly<Record<string, unknown>>;

/**
 * CloudTrail's `userIdentity` of a caller (its user guide, "CloudTrail userIdentity element").
 *
 * A service that calls for someone is named beside the one it calls for. Whoever did not sign is an `AWSAccount` with the principal
 * `ANONYMOUS_PRINCIPAL`. Sessions tell who issued them and since when; their tokens are nowhere in it. `own` is the service that tells the event: it is
 * not named as the one that calls.
 */
export function userIdentity(caller: Caller, own?: string): UserIdentity {
  const { type, viaService, session } = caller;
  const service = viaService === undefined ? undefined : serviceName(viaService);
  const invokedBy = service === own ? undefined : service;
  if (type === 'Service') return { type: 'AWSService', invokedBy: caller.arn };
  if (type === 'Anonymous') return { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL', invokedBy };
  return {
    type: TYPES[type],
    principalId: caller.principalId,
    arn: caller.arn,
    accountId: caller.accountId,
    accessKeyId: caller.accessKeyId,
    userName: type === 'AssumedRole' ? undefined : caller.userName,
    sessionContext: session && sessionContext(session),
    invokedBy,
  };
}

const TYPES = { Root: 'Root', User: 'IAMUser', AssumedRole: 'AssumedRole' } as const;

/** CloudTrail's `userIdentity` of whom an OIDC issuer vouched for. */
export function webIdentityUser({ provider, audience, subject }: WebIdentity): UserIdentity {
  return { type: 'WebIdentityUser', principalId: `${provider}:${audience}:${subject}`, userName: subject, identityProvider: provider };
}

/** `s3.us-east-1.amazonaws.com` is `s3.amazonaws.com` in events: CloudTrail names services without their regions. */
function serviceName(viaService: string): string {
  return viaService.replace(/^([a-z0-9-]+)\.[a-z0-9-]+\.amazonaws\.com$/, '$1.amazonaws.com');
}

function sessionContext({ issuer, issuedAt, webIdentity, sourceIdentity }: Session): UserIdentity {
  const { type, principalId, arn, accountId, userName } = issuer;
  return {
    // Sessions of users and of root have credentials of their own and no issuer beside themselves.
    sessionIssuer: type === 'Role' ? { type, principalId, arn, accountId, userName } : {},
    webIdFederationData: webIdentity && {
      federatedProvider: `arn:aws:iam::${accountId}:oidc-provider/${webIdentity.provider}`,
      attributes: { [`${webIdentity.provider}:aud`]: webIdentity.audience, [`${webIdentity.provider}:sub`]: webIdentity.subject },
    },
    attributes: { creationDate: `${issuedAt.toISOString().slice(0, 19)}Z`, mfaAuthenticated: 'false' },
    sourceIdentity,
  };
}
