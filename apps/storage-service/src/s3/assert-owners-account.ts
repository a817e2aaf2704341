import type { Caller } from '@coffer/iam';

import { StorageError } from '../errors/storage-error.js';
import type { BucketInfo } from '../objects/commands.js';

/**
 * A bucket's policy is for its own account to read and change, even where it lets others. Throws MethodNotAllowed, which is S3's answer to them.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export function assertOwnersAccount(caller: Caller, bucket: BucketInfo): void {
  if (caller.accountId === bucket.ownerAccountId) return;
  throw new StorageError('MethodNotAllowed', 'The specified method is not allowed against this resource.', { details: { ResourceType: 'BUCKETPOLICY' } });
}
