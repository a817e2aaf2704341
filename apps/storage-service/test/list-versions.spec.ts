import * as sdk from '@aws-sdk/client-s3';

import { ACCOUNT, refused, startLab } from './lab.js';

const Bucket = 'listed-versions';
let s3: sdk.S3Client;
/** What is there, in the order in which it is listed: key, version id, whether it is the latest, whether it is a delete marker. */
const all: [string, string, boolean, boolean][] = [];

const setVersioning = (Status: sdk.BucketVersioningStatus) => s3.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
const put = async (Key: string, Body = 'body') => (await s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? 'null';
const list = (more: object = {}) => s3.send(new sdk.ListObjectVersionsCommand({ Bucket, ...more }));
const decoded = (text = '') => decodeURIComponent(text);

/** Versions and delete markers of an answer, put together in order: the SDK tells of them apart. */
function lines({ Versions = [], DeleteMarkers = [] }: sdk.ListObjectVersionsCommandOutput): typeof all {
  const order = new Map(all.map(([key, id], at) => [`${key} ${id}`, at]));
  const found = [...Versions, ...DeleteMarkers].map((version): (typeof all)[number] => [decoded(version.Key), version.VersionId ?? '', version.IsLatest === true, !('ETag' in version)]);
  return found.toSorted((a, b) => (order.get(`${a[0]} ${a[1]}`) ?? 0) - (order.get(`${b[0]} ${b[1]}`) ?? 0));
}

beforeAll(async () => {
  s3 = (await startLab()).s3();
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  await put('a/1');
  await put('b c');
  await setVersioning('Enabled');
  const second = await put('a/1');
  const [older, newer] = [await put('a/2'), await put('a/2')];
  const marker = (await s3.send(new sdk.DeleteObjectCommand({ Bucket, Key: 'a/2' }))).VersionId ?? '';
  const [first, last] = [await put('b c'), await put('z\u0001', 'longer')];
  await setVersioning('Suspended');
  await put('b c');
  all.push(
    ['a/1', second, true, false], ['a/1', 'null', false, false],
    ['a/2', marker, true, true], ['a/2', newer, false, false], ['a/2', older, false, false],
    ['b c', 'null', true, false], ['b c', first, false, false], ['z\u0001', last, true, false],
  );
});

describe('ListObjectVersions', () => {
  it('lists all versions and delete markers, with what a listing shows', async () => {
    const result = await list({ EncodingType: 'url' });
    expect(lines(result)).toEqual(all);
    expect(result).toMatchObject({ Name: Bucket, MaxKeys: 1_000, IsTruncated: false, EncodingType: 'url', KeyMarker: '', VersionIdMarker: '' });
    expect(result.NextKeyMarker).toBeUndefined();
    const any = { LastModified: expect.any(Date) as Date, Owner: { ID: ACCOUNT } };
    expect(result.Versions?.at(-1)).toEqual({ ...any, Key: 'z%01', VersionId: all[7]?.[1], IsLatest: true, Size: 6, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string, StorageClass: 'STANDARD' });
    expect(result.DeleteMarkers).toEqual([{ ...any, Key: 'a/2', VersionId: all[2]?.[1], IsLatest: true }]);
  });

  it('goes on by its markers to the end, whatever the size of a page', async () => {
    for (const MaxKeys of [1, 2, 3, 8]) {
      const seen: typeof all = [];
      let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
      do {
        const page: sdk.ListObjectVersionsCommandOutput = await list({ MaxKeys, EncodingType: 'url', ...next });
        expect(lines(page).length).toBeLessThanOrEqual(MaxKeys);
        seen.push(...lines(page));
        expect(page.IsTruncated).toBe(page.NextKeyMarker !== undefined);
        next = { KeyMarker: page.NextKeyMarker === undefined ? undefined : decoded(page.NextKeyMarker), VersionIdMarker: page.NextVersionIdMarker };
      } while (next.KeyMarker !== undefined);
      expect(seen).toEqual(all);
    }
  });

  it('goes on after a version that a client names, also the null version', async () => {
    expect(lines(await list({ KeyMarker: 'a/1', VersionIdMarker: all[0]?.[1], EncodingType: 'url' }))).toEqual(all.slice(1));
    expect(lines(await list({ KeyMarker: 'a/1', VersionIdMarker: 'null', EncodingType: 'url' }))).toEqual(all.slice(2));
    expect(lines(await list({ KeyMarker: 'b c', VersionIdMarker: 'null', EncodingType: 'url' }))).toEqual(all.slice(6));
    expect(lines(await list({ KeyMarker: 'a/2', EncodingType: 'url' }))).toEqual(all.slice(5));
    expect(lines(await list({ KeyMarker: 'a/2', VersionIdMarker: 'null', EncodingType: 'url' }))).toEqual(all.slice(2));
  });

  it('rolls up what lies behind a delimiter, page by page', async () => {
    const first = await list({ Delimiter: '/', MaxKeys: 1 });
    expect(first).toMatchObject({ CommonPrefixes: [{ Prefix: 'a/' }], IsTruncated: true, NextKeyMarker: 'a/', Delimiter: '/' });
    expect([first.NextVersionIdMarker, first.Versions, first.DeleteMarkers]).toEqual([undefined, undefined, undefined]);
    const rest = await list({ Delimiter: '/', KeyMarker: first.NextKeyMarker, EncodingType: 'url' });
    expect([lines(rest), rest.CommonPrefixes]).toEqual([all.slice(5), undefined]);
    expect(lines(await list({ Delimiter: '/', Prefix: 'a/', EncodingType: 'url' }))).toEqual(all.slice(0, 5));
    expect(lines(await list({ Prefix: 'a/2', EncodingType: 'url' }))).toEqual(all.slice(2, 5));
    expect(await list({ MaxKeys: 0 })).toMatchObject({ IsTruncated: false, MaxKeys: 0 });
  });

  it.each<[string, object, string, string]>([
    ['a version without its key', { VersionIdMarker: 'null' }, 'InvalidArgument', 'A version-id marker cannot be specified without a key marker.'],
    ['an empty version', { KeyMarker: 'a', VersionIdMarker: '' }, 'InvalidArgument', 'A version-id marker cannot be empty.'],
    ['what is no version', { KeyMarker: 'a', VersionIdMarker: 'x' }, 'InvalidArgument', 'Invalid version id specified'],
    ['a number that is none', { MaxKeys: -1 }, 'InvalidArgument', 'Provided max-keys not an integer or within integer range'],
    ['an encoding that is not known', { EncodingType: 'base64' }, 'InvalidArgument', 'Invalid Encoding Method specified in Request'],
  ])('refuses %s', async (_, more, code, message) => {
    expect(await refused(list(more))).toMatchObject({ status: 400, code, message });
  });

  it('says that there is no such bucket', async () => {
    expect(await refused(s3.send(new sdk.ListObjectVersionsCommand({ Bucket: 'absent' })))).toMatchObject({ status: 404, code: 'NoSuchBucket' });
  });
});

describe('the listings of objects', () => {
  it('show what is current, and pass over what a delete marker hides', async () => {
    const { Contents = [], KeyCount } = await s3.send(new sdk.ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
    expect([Contents.map(({ Key }) => decoded(Key)), KeyCount]).toEqual([['a/1', 'b c', 'z\u0001'], 3]);
    const first = await s3.send(new sdk.ListObjectsV2Command({ Bucket, MaxKeys: 1 }));
    expect(first).toMatchObject({ KeyCount: 1, IsTruncated: true });
    const second = await s3.send(new sdk.ListObjectsV2Command({ Bucket, MaxKeys: 1, ContinuationToken: first.NextContinuationToken }));
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['b c']);
    expect((await s3.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: 'a/2' }))).KeyCount).toBe(0);
  });
});

describe('emptying a bucket page by page', () => {
  it('removes everything, though each page is removed before the next is asked for', async () => {
    let page = await list({ MaxKeys: 2 });
    for (let removed = 0; removed < all.length; removed += 2) {
      const { Versions = [], DeleteMarkers = [], NextKeyMarker, NextVersionIdMarker } = page;
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
      expect((await s3.send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects } }))).Errors).toBeUndefined();
      page = await list({ MaxKeys: 2, KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker });
    }
    await s3.send(new sdk.DeleteBucketCommand({ Bucket }));
    expect((await refused(s3.send(new sdk.HeadBucketCommand({ Bucket })))).status).toBe(404);
  });
});
