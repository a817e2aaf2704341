import { refusal, s3Request } from '../../test/s3-request.js';

import { parseOperation } from './operation.js';

describe('parseOperation', () => {
  it.each([
    ['GET', '/', 'ListBuckets'],
    ['GET', '/?x-id=ListBuckets', 'ListBuckets'],
    ['GET', '/?prefix=a&max-buckets=3', 'ListBuckets'],
    ['PUT', '/notes', 'CreateBucket'],
    ['PUT', '/notes/', 'CreateBucket'],
    ['HEAD', '/notes', 'HeadBucket'],
    ['DELETE', '/notes', 'DeleteBucket'],
    ['GET', '/notes', 'ListObjects'],
    ['GET', '/notes/?prefix=a&delimiter=%2F&marker=b&max-keys=2&encoding-type=url', 'ListObjects'],
    ['GET', '/notes?list-type=2&start-after=a', 'ListObjectsV2'],
    ['GET', '/notes?location', 'GetBucketLocation'],
    ['GET', '/notes?location=', 'GetBucketLocation'],
    ['GET', '/notes?uploads&prefix=a', 'ListMultipartUploads'],
    ['POST', '/notes?delete', 'DeleteObjects'],
    ['GET', '/notes?acl', 'GetBucketSetting'],
    ['GET', '/notes?versioning', 'GetBucketVersioning'],
    ['PUT', '/notes?versioning', 'PutBucketVersioning'],
    ['GET', '/notes?versions', 'ListObjectVersions'],
    ['GET', '/notes?versions&key-marker=a&version-id-marker=b', 'ListObjectVersions'],
    ['PUT', '/notes/a', 'PutObject'],
    ['PUT', '/notes/a?x-id=PutObject', 'PutObject'],
    ['GET', '/notes/a', 'GetObject'],
    ['GET', '/notes/a?versionId=null', 'GetObject'],
    ['GET', '/notes/a?partNumber=1', 'GetObject'],
    ['GET', '/notes/a?response-content-type=text/plain&X-Amz-Signature=00', 'GetObject'],
    ['GET', '/notes/a?cache-buster=7', 'GetObject'],
    ['PUT', '/notes?policy', 'PutBucketPolicy'],
    ['GET', '/notes?policy', 'GetBucketPolicy'],
    ['DELETE', '/notes?policy', 'DeleteBucketPolicy'],
    ['GET', '/notes?policyStatus', 'GetBucketPolicyStatus'],
    ['PUT', '/notes?publicAccessBlock', 'PutPublicAccessBlock'],
    ['GET', '/notes?publicAccessBlock', 'GetPublicAccessBlock'],
    ['DELETE', '/notes?publicAccessBlock', 'DeletePublicAccessBlock'],
    ['HEAD', '/notes/a?partNumber=2', 'HeadObject'],
    ['DELETE', '/notes/a?versionId=null', 'DeleteObject'],
    ['GET', '/notes/a?tagging', 'GetObjectTagging'],
    ['PUT', '/notes/a?tagging', 'PutObjectTagging'],
    ['PUT', '/notes/a?versionId=null&tagging', 'PutObjectTagging'],
    ['DELETE', '/notes/a?tagging&versionId=null', 'DeleteObjectTagging'],
    ['GET', '/notes/a?legal-hold', 'GetObjectSetting'],
    ['POST', '/notes/a?uploads', 'CreateMultipartUpload'],
    ['PUT', '/notes/a?partNumber=3&uploadId=u', 'UploadPart'],
    ['PUT', '/notes/a?uploadId=u&partNumber=3', 'UploadPart'],
    ['GET', '/notes/a?uploadId=u&max-parts=2', 'ListParts'],
    ['POST', '/notes/a?uploadId=u', 'CompleteMultipartUpload'],
    ['DELETE', '/notes/a?uploadId=u', 'AbortMultipartUpload'],
  ])('%s %s is %s', (method, url, name) => {
    expect(parseOperation(s3Request({ method, url })).name).toBe(name);
  });

  it('is a copy when it names a source', () => {
    const headers = { 'x-amz-copy-source': '/notes/b' };
    expect(parseOperation(s3Request({ method: 'PUT', headers })).name).toBe('CopyObject');
    expect(parseOperation(s3Request({ method: 'PUT', url: '/notes/a?uploadId=u&partNumber=1', headers })).name).toBe('UploadPartCopy');
  });

  it('carries what the operation is about', () => {
    const operation = parseOperation(s3Request({ method: 'PUT', url: '/notes/a/b%20c?uploadId=u&partNumber=10000' }));
    expect(operation).toEqual({ name: 'UploadPart', bucket: 'notes', key: 'a/b c', uploadId: 'u', partNumber: 10_000 });
  });

  it('carries the version that is named, as it is named', () => {
    expect(parseOperation(s3Request({ method: 'HEAD', url: '/notes/a?versionId=null&partNumber=1' }))).toEqual({ name: 'HeadObject', bucket: 'notes', key: 'a', versionId: 'null' });
  });

  it.each([
    ['a CORS configuration is not a bucket', 'PUT', '/notes?cors'],
    ['removing tags does not remove the bucket', 'DELETE', '/notes?tagging'],
    ['a policy and its status are not one of them', 'GET', '/notes?policy&policyStatus'],
    ['removing annotations does not remove the object', 'DELETE', '/notes/a?annotations'],
    ['tags of an object are not those of a bucket', 'PUT', '/notes?tagging'],
    ['an ACL is not the object', 'PUT', '/notes/a?acl'],
    ['attributes are not the object', 'GET', '/notes/a?attributes'],
    ['a restore', 'POST', '/notes/a?restore'],
    ['a select', 'POST', '/notes/a?select&select-type=2'],
    ['two sub-resources are not one of them', 'GET', '/notes/a?acl&tagging'],
    ['a part without its upload is not the object', 'PUT', '/notes/a?partNumber=1'],
    ['an upload id alone is not the object', 'PUT', '/notes/a?uploadId=u'],
    ['a sub-resource that S3 has not yet', 'GET', '/notes/a?fromTheFuture'],
    ['... with a value, where something would change', 'DELETE', '/notes/a?fromTheFuture=1'],
    ['a form', 'POST', '/notes'],
  ])('%s: %s %s is not implemented', (_, method, url) => {
    expect(refusal(() => parseOperation(s3Request({ method, url }))).code).toBe('NotImplemented');
  });

  it.each([
    ['PATCH', '/notes/a', 'MethodNotAllowed'],
    ['OPTIONS', '/notes/a', 'MethodNotAllowed'],
    ['POST', '/notes/a', 'MethodNotAllowed'],
    ['PUT', '/', 'MethodNotAllowed'],
    ['GET', '/notes?list-type=1', 'InvalidArgument'],
    ['GET', '/notes/a?versionId=3sL4kqtJlcpXroDTDmJ', 'InvalidArgument'],
    ['DELETE', '/notes/a?versionId=', 'InvalidArgument'],
    ['GET', '/notes/a?tagging&versionId=!', 'InvalidArgument'],
    ['PUT', '/notes/a?tagging&versionId=!', 'InvalidArgument'],
    ['PUT', '/notes/a?versionId=null', 'InvalidArgument'],
    ['PUT', '/notes/a?uploadId=u&partNumber=0', 'InvalidArgument'],
    ['PUT', '/notes/a?uploadId=u&partNumber=10001', 'InvalidArgument'],
    ['PUT', '/notes/a?uploadId=u&partNumber=1e3', 'InvalidArgument'],
    ['PUT', '/notes/a?uploadId=u&partNumber=', 'InvalidArgument'],
  ])('%s %s is refused with %s', (method, url, code) => {
    expect(refusal(() => parseOperation(s3Request({ method, url }))).code).toBe(code);
  });
});
