import type { ObjectName } from '../engine/object-index.js';

import { parseCopySource } from './copy-source.js';
import type { Operation, OperationName } from './operation.js';
import { header, type S3Request } from './request.js';

/** One action on one resource, and the bucket whose owner's account the resource belongs to (none: the caller's own account). */
export interface Access {
  readonly action: string;
  readonly resource: string;
  readonly bucket: string | undefined;
}

type FixedName = Exclude<OperationName, 'GetBucketSetting' | 'GetObjectSetting'>;

/** The IAM action of each operation, on its own target. Copies need s3:GetObject on their source besides. */
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
  PutObject: 's3:PutObject',
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  DeleteObject: 's3:DeleteObject',
  CopyObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  UploadPartCopy: 's3:PutObject',
  ListParts: 's3:ListMultipartUploadParts',
  CompleteMultipartUpload: 's3:PutObject',
  AbortMultipartUpload: 's3:AbortMultipartUpload',
} satisfies Record<FixedName, string>;

/** Everything that a caller must be allowed for an operation to run. */
export function requiredAccess(operation: Operation, request: S3Request): Access[] {
  switch (operation.name) {
    case 'ListBuckets':
      return [{ action: actions.ListBuckets, resource: 'arn:aws:s3:::*', bucket: undefined }];
    case 'CreateBucket':
      return [{ action: actions.CreateBucket, resource: bucketArn(operation.bucket), bucket: undefined }];
    case 'GetBucketSetting':
      return [onBucket(operation.setting.action, operation.bucket)];
    case 'GetObjectSetting':
      return [onObject(operation.setting.action, operation)];
    case 'DeleteObjects':
      return [onObject(actions.DeleteObjects, { bucket: operation.bucket, key: '*' })];
    case 'CopyObject':
    case 'UploadPartCopy':
      return [onObject('s3:GetObject', parseCopySource(header(request, 'x-amz-copy-source') ?? '')), onObject(actions[operation.name], operation)];
    default:
      return ['key' in operation ? onObject(actions[operation.name], operation) : onBucket(actions[operation.name], operation.bucket)];
  }
}

function onBucket(action: string, bucket: string): Access {
  return { action, resource: bucketArn(bucket), bucket };
}

function onObject(action: string, { bucket, key }: ObjectName): Access {
  return { action, resource: `${bucketArn(bucket)}/${key}`, bucket };
}

function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}
