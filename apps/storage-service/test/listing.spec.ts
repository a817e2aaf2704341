import { CreateBucketCommand, ListObjectsCommand, ListObjectsV2Command, PutObjectCommand, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';

import { ACCOUNT, refused, startLab } from './lab.js';

const Bucket = 'listed';
const keys = ['a/1', 'a/2', 'a/3', 'b', 'c/x/1', 'c/y', 'd e', 'd+e', 'z\u0001'];
let s3: S3Client;

beforeAll(async () => {
  s3 = (await startLab()).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});

describe('ListObjectsV2', () => {
  const list = (more: object = {}) => s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url', ...more }));
  const names = (result: ListObjectsV2CommandOutput) => (result.Contents ?? []).map(({ Key }) => decodeURIComponent(Key ?? ''));

  it('lists all keys in order of bytes, with what a listing shows', async () => {
    const result = await list();
    expect(names(result)).toEqual(keys);
    expect(result).toMatchObject({ KeyCount: 9, MaxKeys: 1_000, IsTruncated: false, Name: Bucket, EncodingType: 'url' });
    expect(result.Contents?.[0]).toEqual({ Key: 'a/1', Size: 3, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string, LastModified: expect.any(Date) as Date, StorageClass: 'STANDARD' });
  });

  it('goes on by tokens to the end, whatever the size of a page', async () => {
    for (const MaxKeys of [1, 2, 4, 9]) {
      const seen: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ MaxKeys, ContinuationToken });
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        seen.push(...names(page));
        ContinuationToken = page.NextContinuationToken;
        expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
      } while (ContinuationToken !== undefined);
      expect(seen).toEqual(keys);
    }
  });

  it('rolls up what lies behind a delimiter, page by page', async () => {
    const result = await list({ Delimiter: '/' });
    expect(result.CommonPrefixes).toEqual([{ Prefix: 'a/' }, { Prefix: 'c/' }]);
    expect(names(result)).toEqual(['b', 'd e', 'd+e', 'z\u0001']);
    const first = await list({ Delimiter: '/', MaxKeys: 1 });
    expect(first).toMatchObject({ CommonPrefixes: [{ Prefix: 'a/' }], KeyCount: 1, IsTruncated: true });
    expect(names(await list({ Delimiter: '/', MaxKeys: 1, ContinuationToken: first.NextContinuationToken }))).toEqual(['b']);
    expect((await list({ Delimiter: '/', Prefix: 'c/' })).CommonPrefixes).toEqual([{ Prefix: 'c/x/' }]);
  });

  it('begins where it is told to, and tells owners only if asked', async () => {
    expect(names(await list({ StartAfter: 'b' }))).toEqual(keys.slice(4));
    expect(names(await list({ Prefix: 'a/', StartAfter: 'a/1' }))).toEqual(['a/2', 'a/3']);
    expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner).toEqual({ ID: ACCOUNT });
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  it('refuses what is no token and no number', async () => {
    expect(await refused(list({ ContinuationToken: 'abc' }))).toMatchObject({ status: 400, code: 'InvalidArgument', message: 'The continuation token provided is incorrect' });
    expect(await refused(list({ MaxKeys: -1 }))).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(await refused(s3.send(new ListObjectsV2Command({ Bucket: 'absent' })))).toMatchObject({ status: 404, code: 'NoSuchBucket' });
  });
});

describe('ListObjects', () => {
  const list = (more: object = {}) => s3.send(new ListObjectsCommand({ Bucket, EncodingType: 'url', ...more }));

  it('tells the next marker only where there is a delimiter', async () => {
    const plain = await list({ MaxKeys: 2 });
    expect(plain).toMatchObject({ IsTruncated: true, Marker: '' });
    expect(plain.NextMarker).toBeUndefined();
    expect((await list({ Marker: plain.Contents?.at(-1)?.Key, MaxKeys: 1 })).Contents?.[0]?.Key).toBe('a/3');
    const rolled = await list({ Delimiter: '/', MaxKeys: 1 });
    expect(rolled.NextMarker).toBe('a/');
    expect((await list({ Delimiter: '/', Marker: rolled.NextMarker })).CommonPrefixes).toEqual([{ Prefix: 'c/' }]);
  });

  it('always tells owners', async () => {
    expect((await list()).Contents?.[0]?.Owner).toEqual({ ID: ACCOUNT });
  });
});
