import type { Caller } from '@coffer/iam';

import { EVERYTHING_BLOCKED } from '../access/public-access-block.js';
import { StorageError } from '../errors/storage-error.js';
import { DEFAULT_ENCRYPTION } from '../sse/encryption.js';

import { encodeBucket } from './bucket-codec.js';
import type { BucketChange, BucketInfo } from './commands.js';
import { removeBodies, type ObjectsDeps } from './deps.js';
import type { KnownBuckets } from './known-buckets.js';

/** What the use cases of buckets stand on. */
export interface BucketsDeps extends ObjectsDeps {
  readonly known: KnownBuckets;
}

/** Throws BucketAlreadyOwnedByYou or BucketAlreadyExists; the bucket is then as it was. */
export async function createBucket(deps: BucketsDeps, caller: Caller, name: string): Promise<void> {
  const bucket = {
    createdMs: deps.now(), region: deps.region, ownerAccountId: caller.accountId, publicAccessBlock: EVERYTHING_BLOCKED, policyText: undefined, encryption: DEFAULT_ENCRYPTION,
    versioning: 'unversioned',
  } as const;
  if (await deps.index.createBucket({ name, record: encodeBucket(bucket) })) return;
  const { ownerAccountId } = await findBucket(deps, name);
  if (ownerAccountId !== caller.accountId) {
    throw new StorageError(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { details: { BucketName: name } },
    );
  }
  throw new StorageError('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.', {
    details: { BucketName: name },
  });
}

/** Throws NoSuchBucket. */
export async function findBucket(deps: BucketsDeps, name: string): Promise<BucketInfo> {
  const entry = await deps.index.findBucket(name);
  if (!entry) throw noSuchBucket(name);
  return deps.known.of(entry);
}

/**
 * Gives a bucket the settings that `change` returns, and leaves it the others: of two changes at a time the second sees what the first made. `change` throws to refuse. Throws
 * NoSuchBucket.
 */
export async function changeBucket(deps: BucketsDeps, name: string, change: (current: BucketInfo) => BucketChange): Promise<void> {
  const changed = await deps.index.updateBucket(name, (record) => {
    const current = deps.known.of({ name, record });
    const { created, policy, ...rest } = { ...current, ...change(current) };
    return encodeBucket({ ...rest, createdMs: created.getTime(), policyText: policy?.policy.text });
  });
  if (!changed) throw noSuchBucket(name);
}

/** The buckets of the caller's account, by name. */
export async function listBuckets(deps: BucketsDeps, caller: Caller): Promise<BucketInfo[]> {
  const entries = await deps.index.listBuckets();
  return entries.map((entry) => deps.known.of(entry)).filter((bucket) => bucket.ownerAccountId === caller.accountId);
}

/** Throws NoSuchBucket or BucketNotEmpty, also if there is nothing but versions or delete markers. Pending uploads go with the bucket. */
export async function removeBucket(deps: BucketsDeps, name: string): Promise<void> {
  const { result, freed } = await deps.index.removeBucket(name);
  if (result === 'absent') throw noSuchBucket(name);
  if (result === 'not_empty') {
    const { versioning } = await findBucket(deps, name);
    const message = `The bucket you tried to delete is not empty${versioning === 'unversioned' ? '' : '. You must delete all versions in the bucket.'}`;
    throw new StorageError('BucketNotEmpty', message, { details: { BucketName: name } });
  }
  removeBodies(deps, freed);
}

function noSuchBucket(name: string): StorageError {
  return new StorageError('NoSuchBucket', 'The specified bucket does not exist', { details: { BucketName: name } });
}
