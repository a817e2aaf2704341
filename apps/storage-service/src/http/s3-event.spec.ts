import type { Caller } from '@coffer/iam';

import { StorageError } from '../errors/storage-error.js';
import type { Operation } from '../s3/operation.js';

import type { Exchange } from './exchange.js';
import { categoryOf, s3Event } from './s3-event.js';

const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/1';
const SSE = 'x-amz-server-side-encryption';
const caller = { type: 'User', arn: 'arn:aws:iam::000000000000:user/alice', accountId: '000000000000', accessKeyId: 'AKIAEXAMPLE' } as Caller;
const TIME = new Date('2026-01-02T03:04:05.678Z');
const exchangeOf = (headers: Record<string, string> = {}): Exchange =>
  ({ id: '4442587FB7D0A2F9', bucketOwner: '111122223333', body: { received: 7 }, request: { headers: { authorization: 'a signature', ...headers } } }) as unknown as Exchange;
const eventOf = (operation: Operation, headers: string[] = [], asked: Record<string, string> = {}, error?: StorageError) =>
  s3Event(exchangeOf(asked), { operation, caller }, { answer: { status: 200, headers }, error, sent: 4_096 }, 'an id', TIME, 'a host');

const get: Operation = { name: 'GetObject', bucket: 'notes', key: 'a' };

describe('s3Event', () => {
  it('tells who did what to which object, under which key, and how much', () => {
    expect(eventOf(get, ['ETag', '"hidden"', SSE, 'aws:kms', `${SSE}-aws-kms-key-id`, KEY_ARN])).toEqual({
      eventId: 'an id', time: TIME, source: 's3.amazonaws.com', operation: 'GetObject', category: 'Data', readOnly: true, caller, requestId: '4442587FB7D0A2F9',
      parameters: { bucketName: 'notes', key: 'a', uploadId: undefined, partNumber: undefined },
      additional: { AuthenticationMethod: 'AuthHeader', bytesTransferredIn: 7, bytesTransferredOut: 4_096, SSEApplied: 'SSE_KMS', keyArn: KEY_ARN, 'x-amz-id-2': 'a host' },
      keyArns: [], resources: [{ arn: 'arn:aws:s3:::notes/a', type: 'AWS::S3::Object', accountId: '111122223333' }, { arn: 'arn:aws:s3:::notes', type: 'AWS::S3::Bucket', accountId: '111122223333' }], error: undefined,
    });
  });

  it.each([
    [[SSE, 'AES256'], 'SSE_S3'], [[SSE, 'aws:kms'], 'SSE_KMS'], [[`${SSE}-customer-algorithm`, 'AES256'], 'SSE_C'], [[], undefined], [['x-amz-meta-a', SSE, 'ETag', 'aws:kms'], undefined],
  ])('tells the mode that %j says', (headers, mode) => {
    expect(eventOf(get, headers).additional?.['SSEApplied']).toBe(mode);
  });

  it('tells of the headers what they ask for, and nothing that proves or opens', () => {
    const asked = { [SSE]: 'aws:kms', [`${SSE}-customer-key`]: 'a secret', [`${SSE}-customer-key-md5`]: 'hidden', 'x-amz-security-token': 'a token', 'x-amz-meta-a': 'hidden', cookie: 'hidden', 'x-amz-copy-source': '/b/k' };
    const text = JSON.stringify(eventOf({ name: 'PutObject', bucket: 'notes', key: 'a' }, [], asked));
    expect(text).toContain('"x-amz-copy-source":"/b/k"');
    for (const hidden of ['a secret', 'hidden', 'a token', 'a signature']) expect(text).not.toContain(hidden);
  });

  it('tells how the request was signed, and nothing of that where it was not', () => {
    const methodOf = (headers: Record<string, string | undefined>, type: Caller['type']): unknown => {
      const exchange = { id: 'id', body: { received: 0 }, request: { headers } } as unknown as Exchange;
      return s3Event(exchange, { operation: get, caller: { ...caller, type } }, { answer: { status: 200, headers: [] }, sent: 0 }, 'an id', TIME, 'a host').additional?.['AuthenticationMethod'];
    };
    expect(methodOf({ authorization: 'a signature' }, 'User')).toBe('AuthHeader');
    expect(methodOf({}, 'User')).toBe('QueryString');
    expect(methodOf({}, 'Anonymous')).toBeUndefined();
  });

  it('tells why it was refused', () => {
    expect(eventOf(get, [], {}, new StorageError('AccessDenied', 'no')).error).toEqual({ code: 'AccessDenied', message: 'no' });
  });

  it('tells parts and uploads', () => {
    expect(eventOf({ name: 'UploadPart', bucket: 'notes', key: 'a', uploadId: 'u', partNumber: 3 })).toMatchObject({ parameters: { uploadId: 'u', partNumber: 3 }, readOnly: false });
  });

  it('tells the version that was asked for, and the one that a change made', () => {
    expect(eventOf({ ...get, versionId: 'v1' }, ['x-amz-version-id', 'v1'])).toMatchObject({ parameters: { versionId: 'v1' }, made: undefined });
    expect(eventOf({ name: 'PutObject', bucket: 'notes', key: 'a' }, ['x-amz-version-id', 'v2']).made).toEqual({ 'x-amz-version-id': 'v2' });
    expect(eventOf({ name: 'DeleteObject', bucket: 'notes', key: 'a' }, ['x-amz-delete-marker', 'true', 'x-amz-version-id', 'v3']).made).toEqual({ 'x-amz-version-id': 'v3', 'x-amz-delete-marker': 'true' });
    expect(eventOf({ name: 'PutObject', bucket: 'notes', key: 'a' }).made).toBeUndefined();
  });

  it.each<[Operation, 'Management' | 'Data', string, boolean]>([
    [{ name: 'ListBuckets' }, 'Management', 'ListBuckets', true],
    [{ name: 'CreateBucket', bucket: 'b' }, 'Management', 'CreateBucket', false],
    [{ name: 'PutBucketPolicy', bucket: 'b' }, 'Management', 'PutBucketPolicy', false],
    [{ name: 'PutPublicAccessBlock', bucket: 'b' }, 'Management', 'PutBucketPublicAccessBlock', false],
    [{ name: 'GetBucketSetting', bucket: 'b', setting: { action: 's3:GetBucketLogging', read: () => '' } }, 'Management', 'GetBucketLogging', true],
    [{ name: 'PutBucketVersioning', bucket: 'b' }, 'Management', 'PutBucketVersioning', false],
    [{ name: 'GetBucketVersioning', bucket: 'b' }, 'Management', 'GetBucketVersioning', true],
    [{ name: 'ListObjectVersions', bucket: 'b' }, 'Data', 'ListObjectVersions', true],
    [{ name: 'ListObjectsV2', bucket: 'b' }, 'Data', 'ListObjects', true],
    [{ name: 'DeleteObjects', bucket: 'b' }, 'Data', 'DeleteObjects', false],
    [{ name: 'HeadBucket', bucket: 'b' }, 'Data', 'HeadBucket', true],
    [{ name: 'PutObject', bucket: 'b', key: 'k' }, 'Data', 'PutObject', false],
    [{ name: 'HeadObject', bucket: 'b', key: 'k' }, 'Data', 'HeadObject', true],
  ])("counts %j as CloudTrail does", (operation, category, name, readOnly) => {
    expect(categoryOf(operation)).toBe(category);
    expect(eventOf(operation)).toMatchObject({ operation: name, category, readOnly });
  });
});
