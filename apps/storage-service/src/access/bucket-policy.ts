import { isPublicPolicy, parsePolicy, policyLengths, type Policy } from '@coffer/iam';

/** Bytes of UTF-8, white space among them. */
export const BUCKET_POLICY_SIZE_MAX = policyLengths.bucket;

/** A bucket's policy, ready to be asked. */
export interface BucketPolicy {
  readonly policy: Policy;
  /** In S3's meaning: it gives something to people whom nothing in it fixes. */
  readonly isPublic: boolean;
}

/** Throws a PolicyError with every mistake and its place. */
export function compileBucketPolicy(bucket: string, text: string): BucketPolicy {
  const policy = parsePolicy(text, { name: `bucket policy of ${bucket}`, kind: 'resource', lengthMax: BUCKET_POLICY_SIZE_MAX });
  return { policy, isPublic: isPublicPolicy(policy) };
}
