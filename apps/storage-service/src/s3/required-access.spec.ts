import { s3Request } from '../../test/s3-request.js';

import { parseOperation } from './operation.js';
import { requiredAccess } from './required-access.js';

function needed(method: string, url: string, headers: Record<string, string> = {}): string[] {
  const request = s3Request({ method, url, headers });
  return requiredAccess(parseOperation(request), request).map(({ action, resource }) => `${action} ${resource}`);
}

describe('requiredAccess', () => {
  it.each([
    ['GET', '/', 's3:ListAllMyBuckets arn:aws:s3:::*'],
    ['PUT', '/notes', 's3:CreateBucket arn:aws:s3:::notes'],
    ['HEAD', '/notes', 's3:ListBucket arn:aws:s3:::notes'],
    ['DELETE', '/notes', 's3:DeleteBucket arn:aws:s3:::notes'],
    ['GET', '/notes', 's3:ListBucket arn:aws:s3:::notes'],
    ['GET', '/notes?list-type=2', 's3:ListBucket arn:aws:s3:::notes'],
    ['GET', '/notes?location', 's3:GetBucketLocation arn:aws:s3:::notes'],
    ['GET', '/notes?encryption', 's3:GetEncryptionConfiguration arn:aws:s3:::notes'],
    ['POST', '/notes?delete', 's3:DeleteObject arn:aws:s3:::notes/*'],
    ['GET', '/notes?uploads', 's3:ListBucketMultipartUploads arn:aws:s3:::notes'],
    ['PUT', '/notes/a', 's3:PutObject arn:aws:s3:::notes/a'],
    ['GET', '/notes/a%20b', 's3:GetObject arn:aws:s3:::notes/a b'],
    ['HEAD', '/notes/a', 's3:GetObject arn:aws:s3:::notes/a'],
    ['DELETE', '/notes/a', 's3:DeleteObject arn:aws:s3:::notes/a'],
    ['GET', '/notes/a?tagging', 's3:GetObjectTagging arn:aws:s3:::notes/a'],
    ['POST', '/notes/a?uploads', 's3:PutObject arn:aws:s3:::notes/a'],
    ['PUT', '/notes/a?uploadId=u&partNumber=1', 's3:PutObject arn:aws:s3:::notes/a'],
    ['GET', '/notes/a?uploadId=u', 's3:ListMultipartUploadParts arn:aws:s3:::notes/a'],
    ['POST', '/notes/a?uploadId=u', 's3:PutObject arn:aws:s3:::notes/a'],
    ['DELETE', '/notes/a?uploadId=u', 's3:AbortMultipartUpload arn:aws:s3:::notes/a'],
  ])('%s %s needs %s', (method, url, access) => {
    expect(needed(method, url)).toEqual([access]);
  });

  it.each(['/notes/a', '/notes/a?uploadId=u&partNumber=1'])('a copy needs its source as well', (url) => {
    expect(needed('PUT', url, { 'x-amz-copy-source': 'other/b' })).toEqual(['s3:GetObject arn:aws:s3:::other/b', 's3:PutObject arn:aws:s3:::notes/a']);
  });
});
