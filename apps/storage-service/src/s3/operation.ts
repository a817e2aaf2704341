import { StorageError } from '../errors/storage-error.js';
import { parseVersionId } from '../objects/version-id.js';

import { bucketSettings, objectSettings, type BucketSetting, type ObjectSetting } from './settings.js';
import { notImplemented } from './not-implemented.js';
import { selectors } from './selectors.js';
import { header, type S3Request } from './request.js';

export type BucketOperationName =
  | 'CreateBucket' | 'HeadBucket' | 'DeleteBucket' | 'GetBucketLocation' | 'ListObjects' | 'ListObjectsV2' | 'DeleteObjects' | 'ListMultipartUploads'
  | 'PutBucketPolicy' | 'GetBucketPolicy' | 'DeleteBucketPolicy' | 'GetBucketPolicyStatus'
  | 'PutPublicAccessBlock' | 'GetPublicAccessBlock' | 'DeletePublicAccessBlock'
  | 'PutBucketEncryption' | 'GetBucketEncryption' | 'DeleteBucketEncryption'
  | 'PutBucketVersioning' | 'GetBucketVersioning' | 'ListObjectVersions';
export type ObjectOperationName = 'PutObject' | 'CopyObject' | 'CreateMultipartUpload';
export type VersionOperationName = 'GetObject' | 'HeadObject' | 'DeleteObject' | 'GetObjectTagging' | 'PutObjectTagging' | 'DeleteObjectTagging';
export type UploadOperationName = 'ListParts' | 'CompleteMultipartUpload' | 'AbortMultipartUpload';
export type PartOperationName = 'UploadPart' | 'UploadPartCopy';

/** What a request asks for, by S3's names. A new operation does not build until it has a handler and an action. */
export type Operation =
  | { readonly name: 'ListBuckets' }
  | { readonly name: BucketOperationName; readonly bucket: string }
  | { readonly name: 'GetBucketSetting'; readonly bucket: string; readonly setting: BucketSetting }
  | { readonly name: ObjectOperationName; readonly bucket: string; readonly key: string }
  | { readonly name: VersionOperationName; readonly bucket: string; readonly key: string; readonly versionId?: string }
  | { readonly name: 'GetObjectSetting'; readonly bucket: string; readonly key: string; readonly versionId?: string; readonly setting: ObjectSetting }
  | { readonly name: UploadOperationName; readonly bucket: string; readonly key: string; readonly uploadId: string }
  | { readonly name: PartOperationName; readonly bucket: string; readonly key: string; readonly uploadId: string; readonly partNumber: number };

export type OperationName = Operation['name'];
type Narrowed<O, N> = O extends { readonly name: infer Names } ? (N extends Names ? Omit<O, 'name'> & { readonly name: N } : never) : never;
/** The operation of one name, with what belongs to it. */
export type OperationNamed<N extends OperationName> = Narrowed<Operation, N>;

export const PART_NUMBER_MAX = 10_000;

/** Method, and the selectors of the query in alphabetical order. */
const bucketRoutes: ReadonlyMap<string, BucketOperationName> = new Map([
  ['PUT ', 'CreateBucket'],
  ['HEAD ', 'HeadBucket'],
  ['DELETE ', 'DeleteBucket'],
  ['GET ', 'ListObjects'],
  ['GET list-type', 'ListObjectsV2'],
  ['GET location', 'GetBucketLocation'],
  ['GET uploads', 'ListMultipartUploads'],
  ['POST delete', 'DeleteObjects'],
  ['PUT policy', 'PutBucketPolicy'],
  ['GET policy', 'GetBucketPolicy'],
  ['DELETE policy', 'DeleteBucketPolicy'],
  ['GET policyStatus', 'GetBucketPolicyStatus'],
  ['PUT publicAccessBlock', 'PutPublicAccessBlock'],
  ['GET publicAccessBlock', 'GetPublicAccessBlock'],
  ['DELETE publicAccessBlock', 'DeletePublicAccessBlock'],
  ['PUT encryption', 'PutBucketEncryption'],
  ['GET encryption', 'GetBucketEncryption'],
  ['DELETE encryption', 'DeleteBucketEncryption'],
  ['PUT versioning', 'PutBucketVersioning'],
  ['GET versioning', 'GetBucketVersioning'],
  ['GET versions', 'ListObjectVersions'],
]);

const objectRoutes: ReadonlyMap<string, ObjectOperationName | VersionOperationName | UploadOperationName | 'UploadPart'> = new Map([
  ['PUT ', 'PutObject'],
  ['GET ', 'GetObject'],
  ['GET partNumber', 'GetObject'],
  ['HEAD ', 'HeadObject'],
  ['HEAD partNumber', 'HeadObject'],
  ['DELETE ', 'DeleteObject'],
  ['GET tagging', 'GetObjectTagging'],
  ['PUT tagging', 'PutObjectTagging'],
  ['DELETE tagging', 'DeleteObjectTagging'],
  ['POST uploads', 'CreateMultipartUpload'],
  ['PUT partNumber&uploadId', 'UploadPart'],
  ['GET uploadId', 'ListParts'],
  ['POST uploadId', 'CompleteMultipartUpload'],
  ['DELETE uploadId', 'AbortMultipartUpload'],
]);

/**
 * Says which operation a request is. Whatever S3 has and we have not is NotImplemented, never the plain operation of the same method: a
 * `PUT /notes?cors` must not become the creation of a bucket, nor `DELETE /notes/a?acl` the end of an object.
 */
export function parseOperation(request: S3Request): Operation {
  const { bucket, key } = request.target;
  const route = `${request.method} ${selectors(request)}`;
  if (bucket === undefined) {
    if (route === 'GET ') return { name: 'ListBuckets' };
    throw refused(request, route);
  }
  return key === undefined ? bucketOperation(request, route, bucket) : objectOperation(request, route, bucket, key);
}

function bucketOperation(request: S3Request, route: string, bucket: string): Operation {
  const name = bucketRoutes.get(route);
  if (name !== undefined) {
    if (name === 'ListObjectsV2' && request.query.get('list-type') !== '2') throw invalidListType(request);
    return { name, bucket };
  }
  const setting = request.method === 'GET' ? bucketSettings.get(route.slice('GET '.length)) : undefined;
  if (setting === undefined) throw refused(request, route);
  return { name: 'GetBucketSetting', bucket, setting };
}

function objectOperation(request: S3Request, route: string, bucket: string, key: string): Operation {
  const name = objectRoutes.get(route);
  switch (name) {
    case undefined:
      return objectSetting(request, route, bucket, key);
    case 'UploadPart':
      return {
        name: header(request, 'x-amz-copy-source') === undefined ? 'UploadPart' : 'UploadPartCopy',
        bucket, key, uploadId: uploadId(request), partNumber: partNumber(request),
      };
    case 'ListParts':
    case 'CompleteMultipartUpload':
    case 'AbortMultipartUpload':
      return { name, bucket, key, uploadId: uploadId(request) };
    case 'PutObject':
      return { name: header(request, 'x-amz-copy-source') === undefined ? name : 'CopyObject', bucket, key };
    case 'GetObject':
    case 'HeadObject':
    case 'DeleteObject':
    case 'GetObjectTagging':
    case 'PutObjectTagging':
    case 'DeleteObjectTagging':
      return request.query.size === 0 ? { name, bucket, key } : { name, bucket, key, ...versionOf(request) };
    default:
      return { name, bucket, key };
  }
}

/** Throws InvalidArgument for what is no version id. */
function versionOf({ query }: S3Request): { readonly versionId?: string } {
  const versionId = query.get('versionId');
  if (versionId === undefined) return {};
  parseVersionId(versionId);
  return { versionId };
}

function objectSetting(request: S3Request, route: string, bucket: string, key: string): Operation {
  const setting = request.method === 'GET' ? objectSettings.get(route.slice('GET '.length)) : undefined;
  if (setting === undefined) throw refused(request, route);
  return { name: 'GetObjectSetting', bucket, key, setting, ...versionOf(request) };
}

function uploadId(request: S3Request): string {
  return request.query.get('uploadId') ?? '';
}

/** The `partNumber` of the query, from 1 to 10,000. */
export function partNumber(request: S3Request): number {
  const text = request.query.get('partNumber') ?? '';
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= PART_NUMBER_MAX) return number;
  throw new StorageError('InvalidArgument', `Part number must be an integer between 1 and ${PART_NUMBER_MAX}, inclusive`, {
    details: { ArgumentName: 'partNumber', ArgumentValue: text },
  });
}

function invalidListType(request: S3Request): StorageError {
  return new StorageError('InvalidArgument', 'Invalid List Type specified in Request', {
    details: { ArgumentName: 'list-type', ArgumentValue: request.query.get('list-type') ?? '' },
  });
}

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE']);

/** A method that means nothing here, or something that S3 has and we have not. */
function refused(request: S3Request, route: string): StorageError {
  const [, selected = ''] = route.split(' ');
  if (selected === 'versionId' && request.target.key !== undefined) {
    const details = { ArgumentName: 'versionId', ArgumentValue: request.query.get('versionId') ?? '' };
    return new StorageError('InvalidArgument', 'This operation does not accept a version-id.', { details });
  }
  if (selected !== '' && KNOWN_METHODS.has(request.method)) return notImplemented('a sub-resource', { SubResource: selected });
  if (request.method === 'POST' && request.target.key === undefined) return notImplemented('POST of a form');
  return new StorageError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    details: { Method: request.method, ResourceType: request.target.key === undefined ? 'BUCKET' : 'OBJECT' },
  });
}
