import { decide, denialMessage, type Caller, type ConditionContext, type Standing } from '@coffer/iam';

import { StorageError } from '../errors/storage-error.js';

import type { BucketPolicy } from './bucket-policy.js';
import type { PublicAccessBlock } from './public-access-block.js';

/** What of a bucket bears on who may do what with it. */
export interface GuardedBucket {
  readonly ownerAccountId: string;
  readonly policy: BucketPolicy | undefined;
  readonly publicAccessBlock: PublicAccessBlock | undefined;
}

/** May `caller` do `action` on `resource`? */
export interface AccessQuestion {
  readonly caller: Caller;
  readonly standing: Standing;
  /** As policies name it: `s3:GetObject`. */
  readonly action: string;
  /** An ARN. */
  readonly resource: string;
  /** The bucket that the resource is, or is in. Undefined where the question is about the caller's own account. */
  readonly bucket: GuardedBucket | undefined;
  readonly context: ConditionContext;
}

/** What an account's root may do whatever the bucket's policy says: else a policy that denies everybody could never be taken away. */
const MENDING: ReadonlySet<string> = new Set(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy']);

/**
 * The commonest answer without a question: the root of the bucket's account, where no policy could deny it anything. A session of the root has
 * policies of its own.
 */
export function isUndeniedOwner(caller: Caller, bucket: GuardedBucket): boolean {
  return caller.type === 'Root' && bucket.policy === undefined && caller.session === undefined && caller.accountId === bucket.ownerAccountId;
}

/**
 * Undefined if the caller may, else the AccessDenied to answer. Callers of the bucket's own account learn which kind of policy refused; others, and
 * whoever did not sign, only that they were refused.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function refusal({ caller, standing, action, resource, bucket, context }: AccessQuestion): StorageError | undefined {
  const resourceAccount = bucket?.ownerAccountId ?? caller.accountId;
  if (bucket !== undefined && isKeptOut(caller, bucket)) return accessDenied();
  if (isMending(caller, resourceAccount, action)) return undefined;
  const resourcePolicy = bucket?.policy?.policy;
  const decision = decide({ caller, standing, action, resource, resourceAccount, resourcePolicy, delegation: 'implied', context });
  if (decision.allowed) return undefined;
  return isStranger(caller, resourceAccount) ? accessDenied() : accessDenied(denialMessage(caller, action, `"${resource}"`, decision));
}

export function accessDenied(message = 'Access Denied'): StorageError {
  return new StorageError('AccessDenied', message);
}

/** RestrictPublicBuckets: while its policy is public, a bucket is only for its own account and for services. */
function isKeptOut(caller: Caller, { ownerAccountId, policy, publicAccessBlock }: GuardedBucket): boolean {
  if (policy?.isPublic !== true || publicAccessBlock?.restrictPublicBuckets !== true) return false;
  return isStranger(caller, ownerAccountId) && caller.type !== 'Service';
}

function isStranger(caller: Caller, accountId: string): boolean {
  return caller.type === 'Anonymous' || caller.accountId !== accountId;
}

function isMending(caller: Caller, ownerAccountId: string, action: string): boolean {
  const isRoot = caller.type === 'Root' && caller.accountId === ownerAccountId && (caller.session?.policies.length ?? 0) === 0;
  return isRoot && MENDING.has(action);
}
