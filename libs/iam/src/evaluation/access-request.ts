import type { Caller } from '../caller.js';
import type { Policy } from '../policy/policy.js';
import type { ConditionContext } from './condition-context.js';

/** The policies that hang on a caller: what the directory of identities, or a session token, says of it. */
export interface Standing {
  /** The root of an account may do everything in it that no policy of a resource denies, as if an identity policy said so. */
  readonly isRoot: boolean;
  /**
   * The principal, or whoever a session's credentials were given for, is no more. Nothing lets it do anything then, not even the policy of a resource that still
   * names it.
   */
  readonly isGone?: true;
  /** A user's own, attached and groups' policies; of a session of a role, the role's. */
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  /** Present: what none of them allows is denied. */
  readonly session?: readonly Policy[];
  /** `aws:PrincipalTag`: the principal's tags with the session's in front. */
  readonly tags: ReadonlyMap<string, string>;
}

/** One question: may `caller` do `action` on `resource`? */
export interface AccessRequest {
  readonly caller: Caller;
  readonly standing: Standing;
  /** As policies name it: `s3:GetObject`. */
  readonly action: string;
  /**
   * The ARN of the identity provider that vouched for a caller without credentials (`Anonymous`), for AssumeRoleWithWebIdentity: a trust policy lets it in only by
   * naming the provider as its Federated principal.
   */
  readonly federated?: string | undefined;
  /** An ARN, or `*` where an action is about no resource. */
  readonly resource: string;
  /** Whose it is: twelve digits. Another account than the caller's takes an allow on both sides. */
  readonly resourceAccount: string;
  /** The bucket's, the key's, or a role's trust policy. */
  readonly resourcePolicy?: Policy | undefined;
  /**
   * Whether identity policies of the resource's own account suffice by themselves (buckets), or only once the resource's policy lets the account
   * (keys, roles).
   */
  readonly delegation: 'implied' | 'by resource policy';
  /** The id of a grant that allows this, if one does. Asked only when no policy decided. */
  readonly grant?: (() => string | undefined) | undefined;
  readonly context: ConditionContext;
}
