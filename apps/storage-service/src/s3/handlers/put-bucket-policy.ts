import { accessDenied } from '../../access/authorize.js';
import { BUCKET_POLICY_SIZE_MAX } from '../../access/bucket-policy.js';
import { checkedBucketPolicy } from '../../access/check-bucket-policy.js';
import { StorageError } from '../../errors/storage-error.js';
import type { BucketInfo } from '../../objects/commands.js';
import { assertOwnersAccount } from '../assert-owners-account.js';
import { refusalNow } from '../authorization.js';
import { emptyAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { header } from '../request.js';
import { requiredAccess } from '../required-access.js';
import { readSmallBody } from '../small-body.js';

type PutCall = CallOf<'PutBucketPolicy'>;

/** Puts a policy in place of the bucket's. It holds for the next request. Throws MalformedPolicy, PolicyTooLarge, and AccessDenied for a public one. */
export async function putBucketPolicy(deps: S3Deps, call: PutCall): Promise<Answer> {
  const { bucket } = call.operation;
  const policy = checkedBucketPolicy(bucket, await readPolicy(call));
  await deps.objects.changeBucket(bucket, (current) => {
    assertOwnersAccount(call.caller, current);
    const changed = { ...current, policy };
    refuseBlocked(call, changed);
    refuseLockout(deps, call, changed);
    return changed;
  });
  return emptyAnswer(204);
}

async function readPolicy(call: PutCall): Promise<string> {
  if ((call.body.length ?? 0) > BUCKET_POLICY_SIZE_MAX) throw tooLarge();
  const body = await readSmallBody(call);
  if (body.length > BUCKET_POLICY_SIZE_MAX) throw tooLarge();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw new StorageError('MalformedPolicy', 'Policies must be valid JSON and the first byte must be \'{\'', { cause, details: { Detail: 'The policy is not UTF-8' } });
  }
}

function tooLarge(): StorageError {
  return new StorageError('PolicyTooLarge', 'Policy exceeds the maximum allowed document size.', { details: { MaxSizeAllowed: String(BUCKET_POLICY_SIZE_MAX) } });
}

/** Looked at inside the change, so that a block that is set at the same time is not missed. */
function refuseBlocked(call: PutCall, { policy, publicAccessBlock }: BucketInfo): void {
  if (policy?.isPublic !== true || publicAccessBlock?.blockPublicPolicy !== true) return;
  const asked = `User: ${call.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${call.operation.bucket}"`;
  throw accessDenied(`${asked} because public policies are blocked by the BlockPublicPolicy block public access setting.`);
}

/** S3 asks whoever would lose the right to change the policy again to say that this is meant. Its own words for the refusal are not published. */
function refuseLockout(deps: S3Deps, call: PutCall, changed: BucketInfo): void {
  if (header(call.request, 'x-amz-confirm-remove-self-bucket-access')?.toLowerCase() === 'true') return;
  for (const access of requiredAccess(call.operation, call.request)) {
    if (refusalNow(deps, call, access, changed) === undefined) continue;
    throw new StorageError('InvalidRequest', 'The new bucket policy will not allow you to update the bucket policy in the future.');
  }
}
