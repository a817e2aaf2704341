import type { BucketPolicy } from '../../access/bucket-policy.js';
import { StorageError } from '../../errors/storage-error.js';
import { emptyAnswer, xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { document, element } from '../xml.js';

/** The policy byte for byte as it was put. */
export async function getBucketPolicy(deps: S3Deps, call: CallOf<'GetBucketPolicy'>): Promise<Answer> {
  const { policy } = await policyOf(deps, call.operation.bucket);
  return { status: 200, headers: ['Content-Type', 'application/json'], body: Buffer.from(policy.text) };
}

/** No error if there is none, as S3. */
export async function deleteBucketPolicy(deps: S3Deps, call: CallOf<'DeleteBucketPolicy'>): Promise<Answer> {
  await deps.objects.changeBucket(call.operation.bucket, ({ publicAccessBlock }) => ({ policy: undefined, publicAccessBlock }));
  return emptyAnswer(204);
}

export async function getBucketPolicyStatus(deps: S3Deps, call: CallOf<'GetBucketPolicyStatus'>): Promise<Answer> {
  const { isPublic } = await policyOf(deps, call.operation.bucket);
  return xmlAnswer(document('PolicyStatus', element('IsPublic', isPublic)));
}

async function policyOf(deps: S3Deps, name: string): Promise<BucketPolicy> {
  const { policy } = await deps.objects.bucket(name);
  if (policy === undefined) throw new StorageError('NoSuchBucketPolicy', 'The bucket policy does not exist', { details: { BucketName: name } });
  return policy;
}
