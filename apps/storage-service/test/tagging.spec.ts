import * as sdk from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { startProcess } from '@coffer/testing';

import { refused, s3Client, startLab, type Lab } from './lab.js';

const Bucket = 'tagged';
let lab: Lab;
let s3: sdk.S3Client;

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
});

const put = (Key: string, more: object = {}) => s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body: 'body', ...more }));
const setOf = (tags: Readonly<Record<string, string>>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const retag = (Key: string, tags: Readonly<Record<string, string>>, more: object = {}) => s3.send(new sdk.PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: setOf(tags) }, ...more }));
const tagsOf = async (Key: string, more: object = {}) => {
  const { TagSet = [] } = await s3.send(new sdk.GetObjectTaggingCommand({ Bucket, Key, ...more }));
  return Object.fromEntries(TagSet.map(({ Key: name = '', Value = '' }) => [name, Value] as const)) as Record<string, string>;
};
const text = async (Key: string) => (await s3.send(new sdk.GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

describe('the tags of an object', () => {
  it('are none at first, are put, replaced and taken away, and the object stays as it was', async () => {
    await put('a', { Metadata: { of: 'a' } });
    const before = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'a' }));
    expect([await tagsOf('a'), before.TagCount]).toEqual([{}, undefined]);
    expect((await retag('a', { team: 'blue', 'cost centre': 'é+1' })).$metadata.httpStatusCode).toBe(200);
    expect(await tagsOf('a')).toEqual({ team: 'blue', 'cost centre': 'é+1' });
    await retag('a', { only: '' });
    expect(await tagsOf('a')).toEqual({ only: '' });
    const after = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'a' }));
    expect(after).toMatchObject({ ETag: before.ETag, LastModified: before.LastModified, Metadata: { of: 'a' }, TagCount: 1 });
    expect((await s3.send(new sdk.DeleteObjectTaggingCommand({ Bucket, Key: 'a' }))).$metadata.httpStatusCode).toBe(204);
    expect([await tagsOf('a'), await text('a')]).toEqual([{}, 'body']);
    expect((await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'a' }))).TagCount).toBeUndefined();
  });

  it('come with a PUT, and go with the next', async () => {
    await put('b', { Tagging: 'team=blue&x=%C3%A9' });
    expect(await tagsOf('b')).toEqual({ team: 'blue', x: 'é' });
    expect((await s3.send(new sdk.GetObjectCommand({ Bucket, Key: 'b' }))).TagCount).toBe(2);
    await put('b');
    expect(await tagsOf('b')).toEqual({});
    await put('b', { Tagging: 'team=red' });
    await s3.send(new sdk.DeleteObjectCommand({ Bucket, Key: 'b' }));
    await put('b');
    expect(await tagsOf('b')).toEqual({});
  });

  it('are told and put without the key of an object under SSE-C', async () => {
    const SSECustomerKey = Buffer.alloc(32, 7).toString('base64');
    await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'c', Body: 'x', SSECustomerAlgorithm: 'AES256', SSECustomerKey, Tagging: 'team=blue' }));
    expect(await tagsOf('c')).toEqual({ team: 'blue' });
    await retag('c', { team: 'red' });
    expect((await s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'c', SSECustomerAlgorithm: 'AES256', SSECustomerKey }))).TagCount).toBe(1);
  });

  it('come with an upload, from its beginning', async () => {
    const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key: 'd', Tagging: 'team=blue' }));
    const { ETag } = await s3.send(new sdk.UploadPartCommand({ Bucket, Key: 'd', UploadId, PartNumber: 1, Body: 'part' }));
    await s3.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key: 'd', UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] } }));
    expect([await tagsOf('d'), await text('d')]).toEqual([{ team: 'blue' }, 'part']);
  });

  it('are in a presigned URL only if they are signed', async () => {
    const url = await getSignedUrl(s3, new sdk.PutObjectCommand({ Bucket, Key: 'e', Tagging: 'team=blue' }), { unhoistableHeaders: new Set(['x-amz-tagging']) });
    expect((await fetch(url, { method: 'PUT', body: 'x', headers: { 'x-amz-tagging': 'team=red' } })).status).toBe(403);
    expect((await fetch(url, { method: 'PUT', body: 'x', headers: { 'x-amz-tagging': 'team=blue' } })).status).toBe(200);
    expect(await tagsOf('e')).toEqual({ team: 'blue' });
  });

  it.each<[string, () => Promise<unknown>, number, string, string]>([
    ['of an object that is not there', () => tagsOf('absent'), 404, 'NoSuchKey', 'The specified key does not exist.'],
    ['put to an object that is not there', () => retag('absent', { a: 'b' }), 404, 'NoSuchKey', 'The specified key does not exist.'],
    ['of a bucket that is not there', () => s3.send(new sdk.GetObjectTaggingCommand({ Bucket: 'no-such-bucket', Key: 'a' })), 404, 'NoSuchBucket', 'The specified bucket does not exist'],
    ['eleven', () => retag('a', Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`k${String(at)}`, '']))), 400, 'BadRequest', 'Object tags cannot be greater than 10'],
    ['a key twice', () => retag('a', {}, { Tagging: { TagSet: [{ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' }] } }), 400, 'InvalidTag', 'Cannot provide multiple Tags with the same key'],
    ['a key of AWS', () => retag('a', { 'aws:cost': '1' }), 400, 'InvalidTag', 'System tags cannot be added/updated by requester'],
    ['a key too long, with a PUT', () => put('a', { Tagging: `${'k'.repeat(129)}=v` }), 400, 'InvalidTag', 'The TagKey you have provided is invalid'],
    ['a key twice, with a PUT', () => put('a', { Tagging: 'a=1&a=2' }), 400, 'InvalidArgument', "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates."],
    ['with another digest', () => retag('a', { a: 'b' }, { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }), 400, 'BadDigest', expect.any(String) as string],
  ])('are refused, and nothing changes: %s', async (_, act, status, code, message) => {
    await put('a', { Tagging: 'kept=yes' });
    expect(await refused(act())).toMatchObject({ status, code, message });
    expect(await tagsOf('a')).toEqual({ kept: 'yes' });
  });

  it('are there again after the service was stopped', async () => {
    await put('f', { Tagging: 'team=blue' });
    await lab.storage.stop();
    const { ports } = await startProcess('storage-service', lab.storageSettings);
    s3 = s3Client(ports['s3'] ?? 0);
    expect(await tagsOf('f')).toEqual({ team: 'blue' });
  });
});

describe('a copy', () => {
  const copy = (Key: string, more: object = {}) => s3.send(new sdk.CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/from`, ...more }));

  it('takes the tags along, or others, or none', async () => {
    await put('from', { Tagging: 'team=blue' });
    await copy('same');
    await copy('also', { MetadataDirective: 'REPLACE', Tagging: 'team=unheard' });
    await copy('others', { TaggingDirective: 'REPLACE', Tagging: 'team=red' });
    await copy('none', { TaggingDirective: 'REPLACE' });
    expect(await Promise.all(['same', 'also', 'others', 'none', 'from'].map((key) => tagsOf(key)))).toEqual([{ team: 'blue' }, { team: 'blue' }, { team: 'red' }, {}, { team: 'blue' }]);
  });

  it('onto itself keeps them while it changes something else', async () => {
    await put('from', { Tagging: 'team=blue' });
    await copy('from', { ServerSideEncryption: 'aws:kms' });
    expect(await tagsOf('from')).toEqual({ team: 'blue' });
  });
});

describe('versions', () => {
  const [Key, Versioned] = ['v', { Bucket: 'tagged-versions' }];
  const ofVersion = (VersionId?: string) => s3.send(new sdk.GetObjectTaggingCommand({ ...Versioned, Key, VersionId }));

  it('have each their own tags, that the answer names', async () => {
    await s3.send(new sdk.CreateBucketCommand(Versioned));
    await s3.send(new sdk.PutObjectCommand({ ...Versioned, Key, Body: 'null', Tagging: 'n=0' }));
    await s3.send(new sdk.PutBucketVersioningCommand({ ...Versioned, VersioningConfiguration: { Status: 'Enabled' } }));
    const { VersionId: first } = await s3.send(new sdk.PutObjectCommand({ ...Versioned, Key, Body: 'one', Tagging: 'n=1' }));
    const { VersionId: second } = await s3.send(new sdk.PutObjectCommand({ ...Versioned, Key, Body: 'two' }));
    expect(await ofVersion()).toMatchObject({ TagSet: [], VersionId: second });
    expect(await ofVersion(first)).toMatchObject({ TagSet: setOf({ n: '1' }), VersionId: first });
    expect(await ofVersion('null')).toMatchObject({ TagSet: setOf({ n: '0' }), VersionId: 'null' });
    const Tagging = { TagSet: setOf({ n: 'changed' }) };
    expect(await s3.send(new sdk.PutObjectTaggingCommand({ ...Versioned, Key, VersionId: first, Tagging }))).toMatchObject({ VersionId: first });
    expect(await s3.send(new sdk.PutObjectTaggingCommand({ ...Versioned, Key, Tagging }))).toMatchObject({ VersionId: second });
    expect(await s3.send(new sdk.DeleteObjectTaggingCommand({ ...Versioned, Key, VersionId: 'null' }))).toMatchObject({ VersionId: 'null' });
    expect([(await ofVersion(first)).TagSet, (await ofVersion()).TagSet, (await ofVersion('null')).TagSet]).toEqual([setOf({ n: 'changed' }), setOf({ n: 'changed' }), []]);
    const { Versions } = await s3.send(new sdk.ListObjectVersionsCommand(Versioned));
    expect(Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([[second, true], [first, false], ['null', false]]);
    const copied = await s3.send(new sdk.CopyObjectCommand({ ...Versioned, Key: 'copied', CopySource: `${Versioned.Bucket}/${Key}?versionId=${first ?? ''}` }));
    expect((await s3.send(new sdk.GetObjectTaggingCommand({ ...Versioned, Key: 'copied', VersionId: copied.VersionId }))).TagSet).toEqual(setOf({ n: 'changed' }));
  });

  it('that are delete markers have none', async () => {
    const { VersionId } = await s3.send(new sdk.DeleteObjectCommand({ ...Versioned, Key }));
    expect(await refused(ofVersion())).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(await refused(ofVersion(VersionId))).toMatchObject({ status: 405, code: 'MethodNotAllowed' });
    expect(await refused(s3.send(new sdk.PutObjectTaggingCommand({ ...Versioned, Key, VersionId, Tagging: { TagSet: [] } })))).toMatchObject({ status: 405, code: 'MethodNotAllowed' });
    expect(await refused(ofVersion('A'.repeat(43)))).toMatchObject({ status: 404, code: 'NoSuchVersion' });
  });
});
