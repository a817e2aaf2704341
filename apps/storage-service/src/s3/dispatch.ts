import type { Answer } from './answer.js';
import type { Call, CallOf, S3Deps } from './call.js';
import { abortMultipartUpload } from './handlers/abort-multipart-upload.js';
import { completeMultipartUpload } from './handlers/complete-multipart-upload.js';
import { copyObject } from './handlers/copy-object.js';
import { createBucket } from './handlers/create-bucket.js';
import { createMultipartUpload } from './handlers/create-multipart-upload.js';
import { deleteBucket } from './handlers/delete-bucket.js';
import { deleteBucketPolicy, getBucketPolicy, getBucketPolicyStatus } from './handlers/bucket-policy.js';
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from './handlers/bucket-encryption.js';
import { putBucketPolicy } from './handlers/put-bucket-policy.js';
import { deletePublicAccessBlock, getPublicAccessBlock, putPublicAccessBlock } from './handlers/public-access-block.js';
import { deleteObject } from './handlers/delete-object.js';
import { deleteObjects } from './handlers/delete-objects.js';
import { getBucketLocation } from './handlers/get-bucket-location.js';
import { getObject } from './handlers/get-object.js';
import { getBucketSetting, getObjectSetting } from './handlers/get-setting.js';
import { getBucketVersioning, putBucketVersioning } from './handlers/bucket-versioning.js';
import { listObjectVersions } from './handlers/list-object-versions.js';
import { headBucket } from './handlers/head-bucket.js';
import { headObject } from './handlers/head-object.js';
import { listBuckets } from './handlers/list-buckets.js';
import { listMultipartUploads } from './handlers/list-multipart-uploads.js';
import { listObjects } from './handlers/list-objects.js';
import { listObjectsV2 } from './handlers/list-objects-v2.js';
import { listParts } from './handlers/list-parts.js';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './handlers/object-tagging.js';
import { putObject } from './handlers/put-object.js';
import { uploadPart } from './handlers/upload-part.js';
import { uploadPartCopy } from './handlers/upload-part-copy.js';
import type { OperationName } from './operation.js';

type Handler<N extends OperationName> = (deps: S3Deps, call: CallOf<N>) => Promise<Answer>;

/** One handler an operation; an operation without one does not build. */
const handlers: { readonly [N in OperationName]: Handler<N> } = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  GetBucketLocation: getBucketLocation,
  GetBucketSetting: getBucketSetting,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  DeleteObjects: deleteObjects,
  ListMultipartUploads: listMultipartUploads,
  PutBucketPolicy: putBucketPolicy,
  GetBucketPolicy: getBucketPolicy,
  DeleteBucketPolicy: deleteBucketPolicy,
  GetBucketPolicyStatus: getBucketPolicyStatus,
  PutPublicAccessBlock: putPublicAccessBlock,
  GetPublicAccessBlock: getPublicAccessBlock,
  DeletePublicAccessBlock: deletePublicAccessBlock,
  PutBucketEncryption: putBucketEncryption,
  GetBucketEncryption: getBucketEncryption,
  DeleteBucketEncryption: deleteBucketEncryption,
  PutBucketVersioning: putBucketVersioning,
  GetBucketVersioning: getBucketVersioning,
  ListObjectVersions: listObjectVersions,
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: headObject,
  GetObjectSetting: getObjectSetting,
  DeleteObject: deleteObject,
  GetObjectTagging: getObjectTagging,
  PutObjectTagging: putObjectTagging,
  DeleteObjectTagging: deleteObjectTagging,
  CopyObject: copyObject,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  ListParts: listParts,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
};

/** Runs the handler of a call's operation. It returns or throws; it never writes. */
export function dispatch(deps: S3Deps, call: Call): Promise<Answer> {
  // The table pairs each name with the handler of that name, which the compiler cannot follow through an index.
  const handler = handlers[call.operation.name] as Handler<OperationName>;
  return handler(deps, call);
}
