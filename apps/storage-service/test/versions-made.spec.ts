import * as sdk from '@aws-sdk/client-s3';

import { bytes, refused, startLab } from './lab.js';

const Bucket = 'versions-made';
let s3: sdk.S3Client;

beforeAll(async () => {
  s3 = (await startLab()).s3();
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  await s3.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
});

const put = async (key: string, Body: string | Buffer, more: object = {}): Promise<sdk.PutObjectCommandOutput> => s3.send(new sdk.PutObjectCommand({ Bucket, Key: key, Body, ...more }));
const get = (key: string, more: object = {}): Promise<sdk.GetObjectCommandOutput> => s3.send(new sdk.GetObjectCommand({ Bucket, Key: key, ...more }));
const text = async (key: string, VersionId?: string): Promise<string | undefined> => (await get(key, { VersionId })).Body?.transformToString();
const remove = (key: string, more: object = {}): Promise<sdk.DeleteObjectCommandOutput> => s3.send(new sdk.DeleteObjectCommand({ Bucket, Key: key, ...more }));
/** `version-id` or `marker`, `*` for the latest. */
const history = async (key: string): Promise<string[]> => {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new sdk.ListObjectVersionsCommand({ Bucket, Prefix: key }));
  return [...Versions, ...DeleteMarkers].filter((version) => version.Key === key)
    .toSorted((a, b) => Number(b.IsLatest) - Number(a.IsLatest))
    .map((version) => `${version.VersionId ?? ''}${'ETag' in version ? '' : ' marker'}${version.IsLatest === true ? '*' : ''}`);
};

describe('while versioning is enabled', () => {
  it('an upload makes a version when it is completed, whose parts are read by its id', async () => {
    const before = await put('upload', 'before');
    const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key: 'upload' }));
    const body = bytes(5 * 1024 * 1024 + 7);
    const parts = [body.subarray(0, 5 * 1024 * 1024), body.subarray(5 * 1024 * 1024)];
    const Parts = await Promise.all(parts.map(async (part, i) => ({ PartNumber: i + 1, ETag: (await s3.send(new sdk.UploadPartCommand({ Bucket, Key: 'upload', UploadId, PartNumber: i + 1, Body: part }))).ETag })));
    const { VersionId } = await s3.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key: 'upload', UploadId, MultipartUpload: { Parts } }));
    expect(VersionId).toMatch(/^[A-Za-z0-9_-]{64}$/);
    const again = await s3.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key: 'upload', UploadId, MultipartUpload: { Parts } }));
    expect(again.VersionId).toBe(VersionId);
    const after = await put('upload', 'after');
    expect(await history('upload')).toEqual([`${after.VersionId ?? ''}*`, VersionId, before.VersionId]);
    const whole = await (await get('upload', { VersionId })).Body?.transformToByteArray();
    expect(Buffer.from(whole ?? []).equals(body)).toBe(true);
    const second = await get('upload', { VersionId, PartNumber: 2 });
    expect(second).toMatchObject({ ContentLength: 7, PartsCount: 2, VersionId });
    await remove('upload', { VersionId });
    expect(await refused(get('upload', { VersionId }))).toMatchObject({ code: 'NoSuchVersion' });
  });

  it('a copy takes a version, tells which, and makes one', async () => {
    const one = await put('source', 'one', { Metadata: { n: '1' } });
    const two = await put('source', 'two');
    const copied = await s3.send(new sdk.CopyObjectCommand({ Bucket, Key: 'target', CopySource: `${Bucket}/source?versionId=${one.VersionId ?? ''}` }));
    expect(copied.CopySourceVersionId).toBe(one.VersionId);
    const target = await get('target');
    expect([target.VersionId, target.Metadata, await target.Body?.transformToString()]).toEqual([copied.VersionId, { n: '1' }, 'one']);
    const current = await s3.send(new sdk.CopyObjectCommand({ Bucket, Key: 'target', CopySource: `${Bucket}/source` }));
    expect([current.CopySourceVersionId, await text('target')]).toEqual([two.VersionId, 'two']);
    const restored = await s3.send(new sdk.CopyObjectCommand({ Bucket, Key: 'source', CopySource: `${Bucket}/source?versionId=${one.VersionId ?? ''}` }));
    expect(await text('source')).toBe('one');
    expect(await history('source')).toEqual([`${restored.VersionId ?? ''}*`, two.VersionId, one.VersionId]);
    expect(await refused(s3.send(new sdk.CopyObjectCommand({ Bucket, Key: 'source', CopySource: `${Bucket}/source` })))).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  it('a part is copied from a version', async () => {
    const one = await put('part-source', 'one');
    await put('part-source', 'two');
    const { UploadId } = await s3.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key: 'part-target' }));
    const copied = await s3.send(new sdk.UploadPartCopyCommand({ Bucket, Key: 'part-target', UploadId, PartNumber: 1, CopySource: `${Bucket}/part-source?versionId=${one.VersionId ?? ''}` }));
    expect(copied.CopySourceVersionId).toBe(one.VersionId);
    await s3.send(new sdk.CompleteMultipartUploadCommand({ Bucket, Key: 'part-target', UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }] } }));
    expect(await text('part-target')).toBe('one');
  });

  it('a delete marker is no source of a copy', async () => {
    await put('marked', 'x');
    const { VersionId } = await remove('marked');
    const copy = (source: string) => refused(s3.send(new sdk.CopyObjectCommand({ Bucket, Key: 'nowhere', CopySource: source })));
    expect(await copy(`${Bucket}/marked`)).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(await copy(`${Bucket}/marked?versionId=${VersionId ?? ''}`)).toMatchObject({
      status: 400, code: 'InvalidRequest', message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
    });
    expect(await copy(`${Bucket}/absent?versionId=${VersionId ?? ''}`)).toMatchObject({ status: 404, code: 'NoSuchVersion' });
    expect(await copy(`${Bucket}/marked?versionId=abc`)).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });

  it('many are deleted at once, by markers and by versions', async () => {
    const [one, two] = [await put('many/a', 'one'), await put('many/b', 'two')];
    const marker = await remove('many/c');
    const Objects = [{ Key: 'many/a' }, { Key: 'many/b', VersionId: two.VersionId }, { Key: 'many/c', VersionId: marker.VersionId }, { Key: 'many/d', VersionId: one.VersionId }, { Key: 'many/e', VersionId: 'x' }];
    const { Deleted = [], Errors } = await s3.send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toEqual([
      { Key: 'many/a', DeleteMarker: true, DeleteMarkerVersionId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) as string },
      { Key: 'many/b', VersionId: two.VersionId },
      { Key: 'many/c', VersionId: marker.VersionId, DeleteMarker: true, DeleteMarkerVersionId: marker.VersionId },
      { Key: 'many/d', VersionId: one.VersionId },
    ]);
    expect(Errors).toEqual([{ Key: 'many/e', VersionId: 'x', Code: 'InvalidArgument', Message: 'Invalid version id specified' }]);
    expect(await history('many/a')).toEqual([`${Deleted[0]?.DeleteMarkerVersionId ?? ''} marker*`, one.VersionId]);
    expect([await history('many/b'), await history('many/c')]).toEqual([[], []]);
  });

  it('settings of an object are those of a version', async () => {
    const { VersionId } = await put('settings', 'x');
    expect((await s3.send(new sdk.GetObjectAclCommand({ Bucket, Key: 'settings', VersionId }))).Grants).toHaveLength(1);
    const { VersionId: marker } = await remove('settings');
    expect(await refused(s3.send(new sdk.GetObjectAclCommand({ Bucket, Key: 'settings', VersionId: marker })))).toMatchObject({ status: 405, code: 'MethodNotAllowed' });
    expect(await refused(s3.send(new sdk.GetObjectAclCommand({ Bucket, Key: 'settings' })))).toMatchObject({ status: 404, code: 'NoSuchKey' });
  });
});
