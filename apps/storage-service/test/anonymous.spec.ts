import {
  CreateBucketCommand, DeletePublicAccessBlockCommand, GetObjectCommand, PutBucketPolicyCommand, PutObjectCommand, type S3Client,
} from '@aws-sdk/client-s3';

import { refused, startLab, type Lab } from './lab.js';

const Bucket = 'public';
const ARN = `arn:aws:s3:::${Bucket}`;
let lab: Lab;
let s3: S3Client;

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
  for (const name of [Bucket, 'private']) {
    await s3.send(new CreateBucketCommand({ Bucket: name }));
    await s3.send(new PutObjectCommand({ Bucket: name, Key: 'a', Body: 'for all' }));
  }
  await s3.send(new PutObjectCommand({ Bucket, Key: 'kms', Body: 'x', ServerSideEncryption: 'aws:kms' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'kms-bucket-key', Body: 'x', ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await s3.send(new PutBucketPolicyCommand({
    Bucket,
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${ARN}/*` },
        { Effect: 'Allow', Principal: '*', Action: ['s3:PutObject', 's3:DeleteObject'], Resource: `${ARN}/inbox/*` },
        { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `${ARN}/signed/*`, Condition: { Null: { 's3:authType': 'true' } } },
      ],
    }),
  }));
});

const request = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${String(lab.port)}/${path}`, init);
async function answer(path: string, init: RequestInit = {}): Promise<{ status: number; code: string | undefined; message: string | undefined }> {
  const response = await request(path, init);
  const text = await response.text();
  return { status: response.status, code: /<Code>(.*?)<\/Code>/.exec(text)?.[1], message: /<Message>(.*?)<\/Message>/.exec(text)?.[1] };
}
const DENIED = { status: 403, code: 'AccessDenied', message: 'Access Denied' };

describe('whoever does not sign', () => {
  it('reads what a policy makes public', async () => {
    const response = await request(`${Bucket}/a`);
    expect([response.status, await response.text(), response.headers.get('x-amz-server-side-encryption')]).toEqual([200, 'for all', 'AES256']);
    expect((await request(`${Bucket}/a`, { method: 'HEAD' })).status).toBe(200);
    expect((await request(`${Bucket}/a`, { headers: { range: 'bytes=0-2' } })).status).toBe(206);
  });

  it.each([
    ['another bucket', 'private/a', {}],
    ['a list', Bucket, {}],
    ['a list of another bucket', 'private', {}],
    ['the buckets', '', {}],
    ['a key that is missing', `${Bucket}/missing`, {}],
    ['a write', `${Bucket}/a`, { method: 'PUT', body: 'x' }],
    ['a removal', `${Bucket}/a`, { method: 'DELETE' }],
    ['a new bucket', 'anonymous', { method: 'PUT' }],
    ['the policy', `${Bucket}?policy`, {}],
    ['a removal of many', 'private?delete', { method: 'POST', body: '<Delete><Object><Key>a</Key></Object></Delete>' }],
    ['what is denied to whoever does not sign', `${Bucket}/signed/a`, {}],
  ])('is refused %s', async (_, path, init) => {
    expect(await answer(path, init)).toEqual(DENIED);
  });

  it('does not choose the headers of the answer', async () => {
    expect(await answer(`${Bucket}/a?response-content-type=text%2Fhtml`)).toEqual({
      status: 400, code: 'InvalidRequest', message: 'Request specific response headers cannot be used for anonymous GET requests.',
    });
  });

  it('learns that a bucket is not there, as on AWS', async () => {
    expect(await answer('no-such-bucket/a')).toMatchObject({ status: 404, code: 'NoSuchBucket' });
  });

  it('gets a bare 403 to a HEAD', async () => {
    const response = await request('private/a', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([403, '']);
  });

  it('puts and removes where a policy lets it, whole and in chunks', async () => {
    expect((await request(`${Bucket}/inbox/a`, { method: 'PUT', body: 'from nobody' })).status).toBe(200);
    expect(await (await request(`${Bucket}/inbox/a`)).text()).toBe('from nobody');
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length': '5', 'content-encoding': 'aws-chunked' };
    expect((await request(`${Bucket}/inbox/b`, { method: 'PUT', headers, body: '5\r\nhello\r\n0\r\n\r\n' })).status).toBe(200);
    expect(await (await request(`${Bucket}/inbox/b`)).text()).toBe('hello');
    expect(await answer(`${Bucket}/inbox/c`, { method: 'PUT', headers: { 'x-amz-content-sha256': 'a'.repeat(64) }, body: 'x' })).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' });
    expect(await answer(`${Bucket}/inbox/c`)).toEqual(DENIED);
    expect((await request(`${Bucket}/inbox/a`, { method: 'DELETE' })).status).toBe(204);
  });

  it('uses no key of the KMS', async () => {
    const refusedKms = { status: 400, code: 'InvalidArgument', message: 'Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.' };
    expect(await answer(`${Bucket}/kms`)).toEqual(refusedKms);
    expect(await answer(`${Bucket}/kms-bucket-key`)).toEqual(refusedKms);
    expect((await request(`${Bucket}/kms`, { method: 'HEAD' })).status).toBe(400);
    expect(await answer(`${Bucket}/inbox/kms`, { method: 'PUT', headers: { 'x-amz-server-side-encryption': 'aws:kms' }, body: 'x' })).toEqual(refusedKms);
    expect(await refused(s3.send(new GetObjectCommand({ Bucket, Key: 'inbox/kms' })))).toMatchObject({ code: 'NoSuchKey' });
  });

  it('removes of many only what it may', async () => {
    await request(`${Bucket}/inbox/many`, { method: 'PUT', body: 'x' });
    const body = '<Delete><Object><Key>inbox/many</Key></Object><Object><Key>a</Key></Object></Delete>';
    const { createHash } = await import('node:crypto');
    const response = await request(`${Bucket}?delete`, { method: 'POST', body, headers: { 'content-md5': createHash('md5').update(body).digest('base64') } });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('<Deleted><Key>inbox/many</Key></Deleted><Error><Key>a</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
  });
});

describe('a broken signature', () => {
  const scope = '20260101/us-east-1/s3/aws4_request';
  it.each([
    ['an unknown key', { authorization: `AWS4-HMAC-SHA256 Credential=AKIANOBODY0000000001/${scope},SignedHeaders=host,Signature=${'0'.repeat(64)}` }, '', 403],
    ['another scheme', { authorization: 'Basic YWxpY2U6c2VjcmV0' }, '', 400],
    ['an empty header', { authorization: ' ' }, '', 400],
    ['a token alone', { 'x-amz-security-token': 'token' }, '', 400],
    ['a token alone in the query', {}, '?X-Amz-Security-Token=token', 400],
    ['half of a presigned URL', {}, '?X-Amz-Signature=00', 400],
    ['a presigned URL without a signature', {}, `?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F${encodeURIComponent(scope)}`, 400],
    ['a signature of the retired version', {}, '?AWSAccessKeyId=AKIA&Signature=x&Expires=1', 400],
  ])('is never taken for none: %s', async (_, headers, query, status) => {
    const response = await request(`${Bucket}/a${query}`, { headers: headers as Record<string, string> });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('for all');
  });
});
