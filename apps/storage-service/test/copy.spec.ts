import { CopyObjectCommand, CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, type CopyObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';

import { refused, startLab } from './lab.js';

const Bucket = 'copies';
let s3: S3Client;

beforeAll(async () => {
  s3 = (await startLab()).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new CreateBucketCommand({ Bucket: 'others' }));
});

const put = (Key: string, more: object = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'body', ContentType: 'text/plain', Metadata: { a: '1' }, ...more }));
const copy = (more: Partial<CopyObjectCommandInput>) => s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from`, ...more }));
const text = async (Key: string, bucket = Bucket) => (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString();

describe('CopyObject', () => {
  it('copies bytes and metadata, to another bucket too', async () => {
    await put('from');
    await copy({ Bucket: 'others' });
    expect(await text('to', 'others')).toBe('body');
    expect(await s3.send(new HeadObjectCommand({ Bucket: 'others', Key: 'to' }))).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } });
  });

  it('replaces metadata when told to, and ignores it when not', async () => {
    await put('from');
    await copy({ MetadataDirective: 'REPLACE', ContentType: 'text/html', Metadata: { b: '2' } });
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).toMatchObject({ ContentType: 'text/html', Metadata: { b: '2' } });
    await copy({ ContentType: 'text/html', Metadata: { b: '2' } });
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } });
  });

  it.each(['a b+c', 'é/ü', 'per%25cent', '/slash'])('finds the source %j by its encoded name', async (Key) => {
    await put(Key);
    await copy({ CopySource: `/${Bucket}/${encodeURIComponent(Key)}` });
    expect(await text('to')).toBe('body');
  });

  it('answers conditions on the source', async () => {
    const { ETag } = await put('from');
    await copy({ CopySourceIfMatch: ETag });
    expect(await refused(copy({ CopySourceIfMatch: '"x"' }))).toMatchObject({ status: 412, code: 'PreconditionFailed', Condition: 'x-amz-copy-source-If-Match' });
    expect(await refused(copy({ CopySourceIfNoneMatch: ETag }))).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    expect(await refused(copy({ CopySourceIfUnmodifiedSince: new Date(0) }))).toMatchObject({ status: 412 });
    await copy({ CopySourceIfModifiedSince: new Date(0) });
  });

  it('copies onto itself only to change something', async () => {
    await put('to');
    expect(await refused(copy({ CopySource: `${Bucket}/to` }))).toMatchObject({
      status: 400, code: 'InvalidRequest',
      message: "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    });
    await copy({ CopySource: `${Bucket}/to`, MetadataDirective: 'REPLACE', Metadata: { c: '3' } });
    await copy({ CopySource: `${Bucket}/to`, ServerSideEncryption: 'aws:kms' });
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).toMatchObject({ Metadata: { c: '3' }, ServerSideEncryption: 'aws:kms' });
    expect(await text('to')).toBe('body');
  });

  it.each([
    ['a source that is not there', { CopySource: `${Bucket}/absent` }, 404, 'NoSuchKey'],
    ['a bucket that is not there', { CopySource: 'no-such-bucket/a' }, 404, 'NoSuchBucket'],
    ['a version', { CopySource: `${Bucket}/from?versionId=abc` }, 400, 'InvalidArgument'],
    ['no source', { CopySource: Bucket }, 400, 'InvalidArgument'],
    ['a directive that is none', { MetadataDirective: 'MERGE' as 'COPY' }, 400, 'InvalidArgument'],
    ['a directive of tags that is none', { TaggingDirective: 'MERGE' as 'COPY' }, 400, 'InvalidArgument'],
    ['tags that are none', { TaggingDirective: 'REPLACE' as const, Tagging: 'a=%FF' }, 400, 'InvalidArgument'],
  ])('refuses %s', async (_, more, status, code) => {
    await put('from');
    expect(await refused(copy(more))).toMatchObject({ status, code });
  });
});
