import { s3Request } from '../../test/s3-request.js';

import { parseOperation } from './operation.js';
import { listingAccess, removalAccess, requiredAccess, sourceAccess, taggingAccess } from './required-access.js';

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
    ['GET', '/notes?uploads', 's3:ListBucketMultipartUploads arn:aws:s3:::notes'],
    ['PUT', '/notes?policy', 's3:PutBucketPolicy arn:aws:s3:::notes'],
    ['GET', '/notes?policy', 's3:GetBucketPolicy arn:aws:s3:::notes'],
    ['DELETE', '/notes?policy', 's3:DeleteBucketPolicy arn:aws:s3:::notes'],
    ['GET', '/notes?policyStatus', 's3:GetBucketPolicyStatus arn:aws:s3:::notes'],
    ['PUT', '/notes?publicAccessBlock', 's3:PutBucketPublicAccessBlock arn:aws:s3:::notes'],
    ['GET', '/notes?publicAccessBlock', 's3:GetBucketPublicAccessBlock arn:aws:s3:::notes'],
    ['DELETE', '/notes?publicAccessBlock', 's3:PutBucketPublicAccessBlock arn:aws:s3:::notes'],
    ['PUT', '/notes?versioning', 's3:PutBucketVersioning arn:aws:s3:::notes'],
    ['GET', '/notes?versioning', 's3:GetBucketVersioning arn:aws:s3:::notes'],
    ['GET', '/notes?versions', 's3:ListBucketVersions arn:aws:s3:::notes'],
    ['PUT', '/notes/a', 's3:PutObject arn:aws:s3:::notes/a'],
    ['GET', '/notes/a%20b', 's3:GetObject arn:aws:s3:::notes/a b'],
    ['HEAD', '/notes/a', 's3:GetObject arn:aws:s3:::notes/a'],
    ['GET', '/notes/a?versionId=null', 's3:GetObjectVersion arn:aws:s3:::notes/a'],
    ['HEAD', '/notes/a?versionId=null', 's3:GetObjectVersion arn:aws:s3:::notes/a'],
    ['DELETE', '/notes/a', 's3:DeleteObject arn:aws:s3:::notes/a'],
    ['DELETE', '/notes/a?versionId=null', 's3:DeleteObjectVersion arn:aws:s3:::notes/a'],
    ['GET', '/notes/a?tagging', 's3:GetObjectTagging arn:aws:s3:::notes/a'],
    ['GET', '/notes/a?tagging&versionId=null', 's3:GetObjectVersionTagging arn:aws:s3:::notes/a'],
    ['DELETE', '/notes/a?tagging', 's3:DeleteObjectTagging arn:aws:s3:::notes/a'],
    ['DELETE', '/notes/a?tagging&versionId=null', 's3:DeleteObjectVersionTagging arn:aws:s3:::notes/a'],
    ['GET', '/notes/a?acl&versionId=null', 's3:GetObjectVersionAcl arn:aws:s3:::notes/a'],
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
    expect(needed('PUT', url, { 'x-amz-copy-source': 'other/b?versionId=null' })[0]).toBe('s3:GetObjectVersion arn:aws:s3:::other/b');
  });

  it('asks nothing at once of a list of keys, and of tags that are still to be read', () => {
    expect(needed('POST', '/notes?delete')).toEqual([]);
    expect(needed('PUT', '/notes/a?tagging')).toEqual([]);
    const access = taggingAccess({ bucket: 'notes', key: 'a', versionId: 'null' }, new Map([['a', 'b']]));
    expect(access).toMatchObject({ action: 's3:PutObjectVersionTagging', resource: 'arn:aws:s3:::notes/a', versionId: 'null', tags: new Map([['a', 'b']]) });
  });

  const put = 's3:PutObject arn:aws:s3:::notes/a';
  it.each([
    ['an ACL on an object', 'PUT', '/notes/a', { 'x-amz-acl': 'private' }, [put, 's3:PutObjectAcl arn:aws:s3:::notes/a']],
    ['an ACL on an upload', 'POST', '/notes/a?uploads', { 'x-amz-acl': 'private' }, [put, 's3:PutObjectAcl arn:aws:s3:::notes/a']],
    ['tags on an object', 'PUT', '/notes/a', { 'x-amz-tagging': 'a=b' }, [put, 's3:PutObjectTagging arn:aws:s3:::notes/a']],
    ['tags on an upload', 'POST', '/notes/a?uploads', { 'x-amz-tagging': 'a=b' }, [put, 's3:PutObjectTagging arn:aws:s3:::notes/a']],
    ['no tags', 'PUT', '/notes/a', { 'x-amz-tagging': '' }, [put]],
    ['other tags on a copy', 'PUT', '/notes/a', { 'x-amz-copy-source': 'other/b', 'x-amz-tagging': 'a=b', 'x-amz-tagging-directive': 'REPLACE' }, ['s3:GetObject arn:aws:s3:::other/b', put, 's3:PutObjectTagging arn:aws:s3:::notes/a']],
    ['tags that a copy does not take', 'PUT', '/notes/a', { 'x-amz-copy-source': 'other/b', 'x-amz-tagging': 'a=b' }, ['s3:GetObject arn:aws:s3:::other/b', put]],
    ['tags on a part, which has none', 'PUT', '/notes/a?uploadId=u&partNumber=1', { 'x-amz-tagging': 'a=b' }, [put]],
    ['If-Match, which tells what is there', 'PUT', '/notes/a', { 'if-match': '"e"' }, [put, 's3:GetObject arn:aws:s3:::notes/a']],
    ['If-Match at the end of an upload', 'POST', '/notes/a?uploadId=u', { 'if-match': '"e"' }, [put, 's3:GetObject arn:aws:s3:::notes/a']],
    ['If-None-Match, which needs no more', 'PUT', '/notes/a', { 'if-none-match': '*' }, [put]],
    ['a bypass', 'DELETE', '/notes/a', { 'x-amz-bypass-governance-retention': 'true' }, ['s3:DeleteObject arn:aws:s3:::notes/a', 's3:BypassGovernanceRetention arn:aws:s3:::notes/a']],
    ['no bypass', 'DELETE', '/notes/a', { 'x-amz-bypass-governance-retention': 'false' }, ['s3:DeleteObject arn:aws:s3:::notes/a']],
    ['an ACL on a bucket', 'PUT', '/notes', { 'x-amz-acl': 'private' }, ['s3:CreateBucket arn:aws:s3:::notes', 's3:PutBucketAcl arn:aws:s3:::notes']],
    ['an ownership of a bucket', 'PUT', '/notes', { 'x-amz-object-ownership': 'BucketOwnerEnforced' }, ['s3:CreateBucket arn:aws:s3:::notes', 's3:PutBucketOwnershipControls arn:aws:s3:::notes']],
  ])('asks for what a header does besides: %s', (_, method, url, headers, access) => {
    expect(needed(method, url, headers)).toEqual(access);
  });
});

describe('removalAccess', () => {
  it.each([
    [undefined, {}, ['s3:DeleteObject']],
    ['null', {}, ['s3:DeleteObjectVersion']],
    [undefined, { 'x-amz-bypass-governance-retention': 'True' }, ['s3:DeleteObject', 's3:BypassGovernanceRetention']],
  ])('of version %s with %o', (versionId, headers, actions) => {
    const access = removalAccess({ bucket: 'notes', key: 'a' }, s3Request({ method: 'POST', url: '/notes?delete', headers }), versionId);
    expect(access.map(({ action }) => action)).toEqual(actions);
    for (const { resource } of access) expect(resource).toBe('arn:aws:s3:::notes/a');
  });
});

describe('what a missing key is asked of', () => {
  it('is the right to list its bucket', () => {
    expect(listingAccess('notes')).toEqual({ action: 's3:ListBucket', resource: 'arn:aws:s3:::notes', bucket: 'notes' });
  });

  it('is the bucket of the source, where one is copied', () => {
    const request = s3Request({ method: 'PUT', headers: { 'x-amz-copy-source': '/other/b?versionId=null' } });
    expect(sourceAccess(request)).toEqual([{ action: 's3:GetObjectVersion', resource: 'arn:aws:s3:::other/b', bucket: 'other', key: 'b', versionId: 'null' }]);
  });
});
