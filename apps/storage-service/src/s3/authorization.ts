import { firstOf, globalConditionKeys, type Caller, type ConditionContext, type Standing } from '@coffer/iam';

import { accessDenied, isUndeniedOwner, refusal, type GuardedBucket } from '../access/authorize.js';
import { StorageError } from '../errors/storage-error.js';
import type { BucketInfo } from '../objects/commands.js';
import type { Tags } from '../objects/tags.js';
import { parseVersionId } from '../objects/version-id.js';
import type { AppliedEncryption } from '../sse/encryption.js';

import type { Call, S3Deps } from './call.js';
import { s3ConditionKeys } from './condition-keys.js';
import type { Operation } from './operation.js';
import { header, type S3Request } from './request.js';
import { listingAccess, requiredAccess, sourceAccess, type Access } from './required-access.js';

/** Nothing is there that could have tags. */
const NOT_THERE: ReadonlySet<string> = new Set(['NoSuchKey', 'NoSuchVersion', 'MethodNotAllowed']);

/** One request, as far as it bears on who may do what. */
export type Asking = Pick<Call, 'operation' | 'request' | 'caller' | 'signature'>;

/**
 * Throws NoSuchBucket where there is none, as S3 does before it says who may; then AccessDenied for the first thing that the caller may not. The bucket
 * that the operation is about; undefined where there is none yet, or none at all.
 */
export async function authorizeOperation(deps: S3Deps, asking: Asking): Promise<BucketInfo | undefined> {
  const { operation, caller, request } = asking;
  const own = 'bucket' in operation && operation.name !== 'CreateBucket' ? await deps.objects.bucket(operation.bucket) : undefined;
  if (own !== undefined && isHopeless(caller, own)) throw accessDenied();
  if (own !== undefined && isUndeniedOwner(caller, own) && !isCopy(operation)) {
    checkExpectedOwner(asking, own, 'x-amz-expected-bucket-owner');
    return own;
  }
  for (const access of requiredAccess(operation, request)) {
    const bucket = access.bucket === undefined || access.bucket === own?.name ? own : await deps.objects.bucket(access.bucket);
    const refused = await refusalOf(deps, asking, access, bucket);
    if (refused !== undefined) throw refused;
  }
  if (isCopy(operation)) checkExpectedOwner(asking, await sourceBucket(deps, request), 'x-amz-source-expected-bucket-owner');
  checkExpectedOwner(asking, own, 'x-amz-expected-bucket-owner');
  return own;
}

/** Undefined if the caller may, else the AccessDenied to answer. `bucket` is the one that `access` is about; undefined: the caller's account. */
export async function refusalOf(deps: S3Deps, asking: Asking, access: Access, bucket: GuardedBucket | undefined): Promise<StorageError | undefined> {
  if (bucket !== undefined && isUndeniedOwner(asking.caller, bucket)) return undefined;
  const upload = await uploadOf(deps, asking.operation);
  const asked = { forTags: false };
  const untagged = refusalNow(deps, asking, access, bucket, { upload, existingTags: () => { asked.forTags = true; return undefined; } });
  if (!asked.forTags) return untagged;
  const tags = await tagsOf(deps, access);
  return tags === undefined ? untagged : refusalNow(deps, asking, access, bucket, { upload, existingTags: () => tags });
}

/** What decisions may take beside the request. */
interface Facts {
  readonly upload?: AppliedEncryption | undefined;
  readonly existingTags?: (() => Tags | undefined) | undefined;
}

/** The same at once, for what is no part of an upload and does not go by the tags of what is there, or where those are known. */
export function refusalNow(deps: S3Deps, asking: Asking, access: Access, bucket: GuardedBucket | undefined, facts: Facts = {}): StorageError | undefined {
  const { caller } = asking;
  if (bucket !== undefined && isUndeniedOwner(caller, bucket)) return undefined;
  const standing = deps.identities().standingOf(caller);
  const { action, resource } = access;
  return refusal({ caller, standing, action, resource, bucket, context: contextOf(deps, asking, { ...facts, access, standing, bucket }) });
}

/** What to answer where a key or a version was not there: AccessDenied to whoever may not list the bucket and so may not know. */
export async function asSeenByCaller(deps: S3Deps, asking: Asking, error: unknown): Promise<unknown> {
  if (!(error instanceof StorageError) || !(error.code === 'NoSuchKey' || error.code === 'NoSuchVersion') || !('key' in asking.operation)) return error;
  const bucket = isCopy(asking.operation) ? await sourceBucket(deps, asking.request) : await deps.objects.bucket(asking.operation.bucket);
  return (await refusalOf(deps, asking, listingAccess(bucket.name), bucket)) ?? error;
}

/** Copies ask something of a second bucket. */
function isCopy({ name }: Operation): boolean {
  return name === 'CopyObject' || name === 'UploadPartCopy';
}

/** The bucket that a copy reads from, which may be the one that it writes to. */
function sourceBucket({ objects }: S3Deps, request: S3Request): Promise<BucketInfo> {
  return objects.bucket(sourceAccess(request)[0].bucket ?? '');
}

/** Whoever did not sign can be allowed by nothing but a policy; where there is none, no byte of the request's body needs to be looked at. */
function isHopeless(caller: Caller, bucket: GuardedBucket): boolean {
  return caller.type === 'Anonymous' && bucket.policy === undefined;
}

function checkExpectedOwner({ request, caller }: Asking, bucket: BucketInfo | undefined, name: string): void {
  const expected = header(request, name);
  if (expected !== undefined && expected !== (bucket?.ownerAccountId ?? caller.accountId)) throw accessDenied();
}

/** Tags of what is there, for policies that go by them: read only when one does. */
async function tagsOf({ objects }: S3Deps, { bucket, key, versionId }: Access): Promise<Tags | undefined> {
  if (bucket === undefined || key === undefined) return undefined;
  const version = versionId === undefined ? {} : { version: parseVersionId(versionId) };
  try {
    return (await objects.findTags({ name: { bucket, key }, ...version })).tags;
  } catch (error) {
    if (error instanceof StorageError && NOT_THERE.has(error.code)) return undefined;
    throw error;
  }
}

async function uploadOf({ objects }: S3Deps, operation: Operation): Promise<AppliedEncryption | undefined> {
  switch (operation.name) {
    case 'UploadPart':
    case 'UploadPartCopy':
    case 'CompleteMultipartUpload':
      return objects.uploadEncryption(operation, operation.uploadId);
    default:
      return undefined;
  }
}

interface Asked extends Facts {
  readonly access: Access;
  readonly standing: Standing;
  readonly bucket: GuardedBucket | undefined;
}

function contextOf(deps: S3Deps, { caller, operation, request, signature }: Asking, { access, standing, bucket, upload, existingTags }: Asked): ConditionContext {
  const resourceAccount = bucket?.ownerAccountId ?? caller.accountId;
  const { region } = deps;
  const now = deps.now();
  const own = s3ConditionKeys({ call: { operation, request, signature }, access, resourceAccount, region, now, upload, existingTags });
  // We call the KMS for the caller, but here the caller came by itself.
  const { viaService: _, ...direct } = caller;
  return firstOf(own, globalConditionKeys(direct, standing, now, { referer: header(request, 'referer'), region, resourceAccount }));
}
