import type { BucketPolicy } from '../../access/bucket-policy.js';
import { StorageError } from '../../errors/storage-error.js';
import type { BucketInfo } from '../../objects/commands.js';
import { assertOwnersAccount } from '../assert-owners-account.js';
import { emptyAnswer, xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { document, element } from '../xml.js';

/** The policy byte for byte as it was put. */
export async function getBucketPolicy(deps: S3Deps, call: CallOf<'GetBucketPolicy'>): Promise<Answer> {
  const bucket = await deps.objects.bucket(call.operation.bucket);
  assertOwnersAccount(call.caller, bucket);
  const { policy } = policyOf(bucket);
  return { status: 200, headers: ['Content-Type', 'application/json'], body: Buffer.from(policy.text) };
}

/** No error if there is none, as S3. */
export async function deleteBucketPolicy(deps: S3Deps, call: CallOf<'DeleteBucketPolicy'>): Promise<Answer> {
  await deps.objects.changeBucket(call.operation.bucket, (current) => {
    assertOwnersAccount(call.caller, current);
    return { policy: undefined };
  });
  return emptyAnswer(204);
}

export async function getBucketPolicyStatus(deps: S3Deps, call: CallOf<'GetBucketPolicyStatus'>): Promise<Answer> {
  const { isPublic } = policyOf(await deps.objects.bucket(call.operation.bucket));
  return xmlAnswer(document('PolicyStatus', element('IsPublic', isPublic)));
}

function policyOf({ name, policy }: BucketInfo): BucketPolicy {
  if (policy === undefined) throw new StorageError('NoSuchBucketPolicy', 'The bucket policy does not exist', { details: { BucketName: name } });
  return policy;
}
