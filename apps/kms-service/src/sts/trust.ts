import { decide, firstOf, globalConditionKeys, type Caller, type ConditionContext, type Role } from '@coffer/iam';
import type { StsBacking } from './verb.js';

/** One question to a role's trust policy. */
export interface TrustQuestion {
  readonly caller: Caller;
  readonly role: Role;
  readonly action: `sts:${string}`;
  /** The provider that vouched for a caller who has no credentials yet, by ARN. */
  readonly federated?: string;
  /** The keys of the request. */
  readonly context: ConditionContext;
}

/** Whether a role lets the caller do an action on it: its trust policy must, and across accounts the caller's own policies as well. */
export function isTrusted({ identities, now, region }: Pick<StsBacking, 'identities' | 'now' | 'region'>, { caller, role, action, federated, context }: TrustQuestion): boolean {
  const standing = identities().standingOf(caller);
  const { arn, accountId } = role.principal;
  const decision = decide({
    caller,
    standing,
    action,
    resource: arn,
    resourceAccount: accountId,
    resourcePolicy: role.trust,
    delegation: 'by resource policy',
    ...(federated !== undefined && { federated }),
    context: firstOf(context, roleTags(role), globalConditionKeys(caller, standing, now(), { region, resourceAccount: accountId })),
  });
  return decision.allowed;
}

function roleTags({ tags }: Role): ConditionContext {
  return (name) => {
    const [, key] = /^(?:aws|iam):resourcetag\/(.+)$/s.exec(name) ?? [];
    if (key === undefined) return undefined;
    return [...tags].find(([tag]) => tag.toLowerCase() === key)?.[1];
  };
}
