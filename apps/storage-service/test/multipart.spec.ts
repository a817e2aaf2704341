import { createHash } from 'node:crypto';

import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateBucketCommand, CreateMultipartUploadCommand, GetObjectCommand, HeadObjectCommand,
  ListMultipartUploadsCommand, ListPartsCommand, PutObjectCommand, UploadPartCommand, UploadPartCopyCommand, type CompletedPart, type S3Client,
} from '@aws-sdk/client-s3';

import { bytes, refused, startLab } from './lab.js';

const Bucket = 'parts';
const MIB = 1_048_576;
const large = bytes(5 * MIB, 7);
const small = bytes(1_000, 8);
let s3: S3Client;

beforeAll(async () => {
  s3 = (await startLab()).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

async function begin(Key: string, more: object = {}): Promise<string> {
  return (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId ?? '';
}
const part = (Key: string, UploadId: string, PartNumber: number, Body: Buffer, more: object = {}) =>
  s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }));
const complete = (Key: string, UploadId: string, Parts: CompletedPart[], more: object = {}) =>
  s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));
async function read(Key: string, more: object = {}): Promise<Buffer> {
  return Buffer.from((await (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToByteArray()) ?? []);
}

describe('multipart uploads', () => {
  const key = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: Buffer.alloc(32, 9).toString('base64'), SSECustomerKeyMD5: createHash('md5').update(Buffer.alloc(32, 9)).digest('base64') };

  it.each([
    ['SSE-S3', {}, {}],
    ['SSE-KMS', { ServerSideEncryption: 'aws:kms' }, {}],
    ['SSE-KMS with a bucket key', { ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true }, {}],
    ['SSE-C', key, key],
  ])('become one object under %s, whatever the order and time of their parts', async (mode, create, use) => {
    const Key = `whole/${mode}`;
    const UploadId = await begin(Key, { ...create, Metadata: { a: '1' }, ContentType: 'video/mp4' });
    const [last, first, second] = await Promise.all([part(Key, UploadId, 9, small, use), part(Key, UploadId, 1, large, use), part(Key, UploadId, 2, large, use)]);
    const done = await complete(Key, UploadId, [{ PartNumber: 1, ETag: first.ETag }, { PartNumber: 2, ETag: second.ETag }, { PartNumber: 9, ETag: last.ETag }], use);
    expect(done).toMatchObject({ Bucket, Key, ETag: expect.stringMatching(/^"[0-9a-f]{32}-3"$/) as string });
    const whole = Buffer.concat([large, large, small]);
    expect((await read(Key, use)).equals(whole)).toBe(true);
    expect((await read(Key, { ...use, Range: `bytes=${5 * MIB - 5}-${5 * MIB + 4}` })).equals(whole.subarray(5 * MIB - 5, 5 * MIB + 5))).toBe(true);
    const third = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 3, ...use }));
    expect(third).toMatchObject({ PartsCount: 3, ContentLength: 1_000, ContentRange: `bytes ${10 * MIB}-${10 * MIB + 999}/${whole.length}` });
    expect(Buffer.from((await third.Body?.transformToByteArray()) ?? []).equals(small)).toBe(true);
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key, ...use }))).toMatchObject({ ContentLength: whole.length, ContentType: 'video/mp4', Metadata: { a: '1' } });
  });

  it('list their parts and themselves until they are completed or aborted', async () => {
    const [a, b] = [await begin('list/a'), await begin('list/b')];
    await part('list/a', a, 3, small);
    await part('list/a', a, 1, small);
    const parts = await s3.send(new ListPartsCommand({ Bucket, Key: 'list/a', UploadId: a, MaxParts: 1 }));
    expect(parts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1', Parts: [{ PartNumber: 1, Size: 1_000 }] });
    expect((await s3.send(new ListPartsCommand({ Bucket, Key: 'list/a', UploadId: a, PartNumberMarker: '1' }))).Parts).toMatchObject([{ PartNumber: 3 }]);
    const uploads = () => s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'list/' }));
    expect((await uploads()).Uploads).toMatchObject([{ Key: 'list/a', UploadId: a }, { Key: 'list/b', UploadId: b }]);
    const page = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'list/', MaxUploads: 1 }));
    expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: 'list/a', NextUploadIdMarker: a });
    const rest = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'list/', KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }));
    expect(rest.Uploads).toMatchObject([{ Key: 'list/b' }]);
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'list/a', UploadId: a }));
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'list/b', UploadId: b }));
    expect((await uploads()).Uploads).toBeUndefined();
    expect(await refused(s3.send(new ListPartsCommand({ Bucket, Key: 'list/a', UploadId: a })))).toMatchObject({ status: 404, code: 'NoSuchUpload' });
    expect(await refused(part('list/a', a, 1, small))).toMatchObject({ status: 404, code: 'NoSuchUpload' });
  });

  it('take parts of other objects', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: large }));
    const UploadId = await begin('copied', { ServerSideEncryption: 'aws:kms' });
    const copy = (PartNumber: number, more: object = {}) => s3.send(new UploadPartCopyCommand({ Bucket, Key: 'copied', UploadId, PartNumber, CopySource: `${Bucket}/source`, ...more }));
    const [first, second] = [await copy(1), await copy(2, { CopySourceRange: 'bytes=10-19' })];
    await complete('copied', UploadId, [{ PartNumber: 1, ETag: first.CopyPartResult?.ETag }, { PartNumber: 2, ETag: second.CopyPartResult?.ETag }]);
    expect((await read('copied')).equals(Buffer.concat([large, large.subarray(10, 20)]))).toBe(true);
  });

  it('refuse parts that are not the ones', async () => {
    const UploadId = await begin('bad');
    const { ETag } = await part('bad', UploadId, 1, small);
    const second = await part('bad', UploadId, 2, small);
    expect(await refused(complete('bad', UploadId, [{ PartNumber: 1, ETag: '"other"' }]))).toMatchObject({ status: 400, code: 'InvalidPart' });
    expect(await refused(complete('bad', UploadId, [{ PartNumber: 7, ETag }]))).toMatchObject({ status: 400, code: 'InvalidPart' });
    expect(await refused(complete('bad', UploadId, [{ PartNumber: 2, ETag: second.ETag }, { PartNumber: 1, ETag }]))).toMatchObject({ status: 400, code: 'InvalidPartOrder' });
    expect(await refused(complete('bad', UploadId, [{ PartNumber: 1, ETag }, { PartNumber: 2, ETag: second.ETag }]))).toMatchObject({ status: 400, code: 'EntityTooSmall' });
    expect(await refused(complete('bad', UploadId, []))).toMatchObject({ status: 400 });
    expect(await refused(complete('bad', 'no-such-upload', [{ PartNumber: 1, ETag }]))).toMatchObject({ status: 404, code: 'NoSuchUpload' });
  });

  it('refuse parts sealed another way than they began', async () => {
    const message = 'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.';
    expect(await refused(part('plain', await begin('plain'), 1, small, key))).toMatchObject({ status: 400, code: 'InvalidRequest', message });
    expect(await refused(part('sealed', await begin('sealed', key), 1, small))).toMatchObject({ status: 400, code: 'InvalidRequest', message });
  });

  it('complete only under their condition', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x' }));
    const UploadId = await begin('there');
    const { ETag } = await part('there', UploadId, 1, small);
    expect(await refused(complete('there', UploadId, [{ PartNumber: 1, ETag }], { IfNoneMatch: '*' }))).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    await complete('there', UploadId, [{ PartNumber: 1, ETag }]);
    expect((await read('there')).equals(small)).toBe(true);
  });
});
