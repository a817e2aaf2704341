import type { ObjectName } from '../engine/object-index.js';
import type { Tags } from '../objects/tags.js';

import { parseCopySource } from './copy-source.js';
import type { Operation, OperationName } from './operation.js';
import { header, type S3Request } from './request.js';
import { parseReplacedTags, parseTagsHeader } from './tags.js';

/** One action on one resource, and the bucket whose owner's account the resource belongs to (none: the caller's own account). */
export interface Access {
  readonly action: string;
  readonly resource: string;
  readonly bucket: string | undefined;
  /** The version that was named. */
  readonly versionId?: string;
  /** The object's key, if it is about one. */
  readonly key?: string;
  /** The tags that the request gives it. */
  readonly tags?: Tags;
}

type FixedName = Exclude<OperationName, 'GetBucketSetting' | 'GetObjectSetting'>;

/** The IAM action of each operation, on its own target. */
const actions = {
  ListBuckets: 's3:ListAllMyBuckets',
  CreateBucket: 's3:CreateBucket',
  HeadBucket: 's3:ListBucket',
  DeleteBucket: 's3:DeleteBucket',
  GetBucketLocation: 's3:GetBucketLocation',
  ListObjects: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
  DeleteObjects: 's3:DeleteObject',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  PutBucketPolicy: 's3:PutBucketPolicy',
  GetBucketPolicy: 's3:GetBucketPolicy',
  DeleteBucketPolicy: 's3:DeleteBucketPolicy',
  GetBucketPolicyStatus: 's3:GetBucketPolicyStatus',
  PutPublicAccessBlock: 's3:PutBucketPublicAccessBlock',
  GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
  DeletePublicAccessBlock: 's3:PutBucketPublicAccessBlock',
  PutBucketEncryption: 's3:PutEncryptionConfiguration',
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  DeleteBucketEncryption: 's3:PutEncryptionConfiguration',
  PutBucketVersioning: 's3:PutBucketVersioning',
  GetBucketVersioning: 's3:GetBucketVersioning',
  ListObjectVersions: 's3:ListBucketVersions',
  PutObject: 's3:PutObject',
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  DeleteObject: 's3:DeleteObject',
  GetObjectTagging: 's3:GetObjectTagging',
  PutObjectTagging: 's3:PutObjectTagging',
  DeleteObjectTagging: 's3:DeleteObjectTagging',
  CopyObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  UploadPartCopy: 's3:PutObject',
  ListParts: 's3:ListMultipartUploadParts',
  CompleteMultipartUpload: 's3:PutObject',
  AbortMultipartUpload: 's3:AbortMultipartUpload',
} satisfies Record<FixedName, string>;

/** What takes another action when the request names a version, be it the only one that there is. */
const versionActions: ReadonlyMap<string, string> = new Map([
  ['s3:GetObject', 's3:GetObjectVersion'],
  ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  ['s3:GetObjectTagging', 's3:GetObjectVersionTagging'],
  ['s3:PutObjectTagging', 's3:PutObjectVersionTagging'],
  ['s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'],
]);

/**
 * Everything that a caller must be allowed for an operation to run. Nothing for DeleteObjects, each of whose keys is asked for by itself
 * (`removalAccess`), and for PutObjectTagging, whose body tells what is asked for (`taggingAccess`).
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function requiredAccess(operation: Operation, request: S3Request): readonly Access[] {
  switch (operation.name) {
    case 'ListBuckets':
      return [{ action: actions.ListBuckets, resource: 'arn:aws:s3:::*', bucket: undefined }];
    case 'CreateBucket':
      return creationAccess(operation.bucket, request);
    case 'GetBucketSetting':
      return [onBucket(operation.setting.action, operation.bucket)];
    case 'GetObjectSetting':
      return [onObject(operation.setting.action, operation, request.query.get('versionId'))];
    case 'DeleteObjects':
    case 'PutObjectTagging':
      return [];
    case 'DeleteObject':
      return removalAccess(operation, request, request.query.get('versionId'));
    case 'CopyObject':
    case 'UploadPartCopy':
      return [...sourceAccess(request), ...writeAccess(operation, request)];
    case 'PutObject':
    case 'CreateMultipartUpload':
    case 'CompleteMultipartUpload':
      return writeAccess(operation, request);
    default:
      return ['key' in operation ? onObject(actions[operation.name], operation, request.query.get('versionId')) : onBucket(actions[operation.name], operation.bucket)];
  }
}

/** What the removal of one object takes; `versionId` if the request names it. */
export function removalAccess(name: ObjectName, request: S3Request, versionId: string | undefined): readonly Access[] {
  const removal = onObject(actions.DeleteObject, name, versionId);
  const bypasses = header(request, 'x-amz-bypass-governance-retention')?.toLowerCase() === 'true';
  return bypasses ? [removal, onObject('s3:BypassGovernanceRetention', name)] : [removal];
}

/** What putting tags takes. */
export function taggingAccess(operation: ObjectName & { readonly versionId?: string }, tags: Tags): Access {
  return { ...onObject(actions.PutObjectTagging, operation, operation.versionId), tags };
}

/** Of a copy, what taking the source's tags along takes: to read them, and to put them. */
export function tagCopyAccess(operation: ObjectName, request: S3Request, tags: Tags): readonly [Access, Access] {
  const { name, versionId } = parseCopySource(header(request, 'x-amz-copy-source') ?? '');
  return [onObject(actions.GetObjectTagging, name, versionId), taggingAccess(operation, tags)];
}

/** What tells a caller whether a key exists: whoever may not list does not learn it. */
export function listingAccess(bucket: string): Access {
  return onBucket(actions.ListObjectsV2, bucket);
}

/** Of a copy, what reading its source takes. */
export function sourceAccess(request: S3Request): readonly [Access] {
  const { name, versionId } = parseCopySource(header(request, 'x-amz-copy-source') ?? '');
  return [onObject(actions.GetObject, name, versionId)];
}

/** An ACL and tags that are sent take the right to set them, and If-Match tells of the object that is there, which is reading. */
function writeAccess(operation: ObjectName & { readonly name: keyof typeof actions }, request: S3Request): readonly Access[] {
  const tags = sentTags(operation.name, request);
  const write = { ...onObject(actions[operation.name], operation), ...(tags && { tags }) };
  const hasAcl = setsAcl(request);
  const reads = header(request, 'if-match') !== undefined;
  if (!hasAcl && !reads && tags === undefined) return [write];
  return [write, ...(tags === undefined || tags.size === 0 ? [] : [taggingAccess(operation, tags)]), ...(hasAcl ? [onObject('s3:PutObjectAcl', operation)] : []), ...(reads ? [onObject(actions.GetObject, operation)] : [])];
}

/** The tags that a request gives the object which it makes. Parts and the end of an upload give none. */
function sentTags(name: OperationName, request: S3Request): Tags | undefined {
  switch (name) {
    case 'PutObject':
    case 'CreateMultipartUpload':
      return parseTagsHeader(request);
    case 'CopyObject':
      return parseReplacedTags(request);
    default:
      return undefined;
  }
}

function creationAccess(bucket: string, request: S3Request): readonly Access[] {
  const needed: string[] = [actions.CreateBucket];
  if (setsAcl(request)) needed.push('s3:PutBucketAcl');
  if (header(request, 'x-amz-object-ownership') !== undefined) needed.push('s3:PutBucketOwnershipControls');
  return needed.map((action) => ({ action, resource: bucketArn(bucket), bucket: undefined }));
}

/** The other headers of ACLs are refused to everybody. */
function setsAcl(request: S3Request): boolean {
  return header(request, 'x-amz-acl') !== undefined;
}

function onBucket(action: string, bucket: string): Access {
  return { action, resource: bucketArn(bucket), bucket };
}

function onObject(action: string, { bucket, key }: ObjectName, versionId?: string): Access {
  const resource = `${bucketArn(bucket)}/${key}`;
  return versionId === undefined ? { action, resource, bucket, key } : { action: versionActions.get(action) ?? action, resource, bucket, key, versionId };
}

function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}
