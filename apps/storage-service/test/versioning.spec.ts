import * as sdk from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { refused, startLab, type Lab } from './lab.js';

const Bucket = 'versioned';
const Key = 'k';
let lab: Lab;
let s3: sdk.S3Client;

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
});

const setVersioning = (bucket: string, Status: sdk.BucketVersioningStatus) => s3.send(new sdk.PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }));
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

describe('the versioning of a bucket', () => {
  const state = async (bucket: string) => (await s3.send(new sdk.GetBucketVersioningCommand({ Bucket: bucket }))).Status;

  it('is nothing, then Enabled, then Suspended, and Enabled again', async () => {
    await s3.send(new sdk.CreateBucketCommand({ Bucket: 'states' }));
    const answers = [await state('states')];
    for (const status of ['Enabled', 'Suspended', 'Enabled', 'Enabled'] as const) {
      await setVersioning('states', status);
      answers.push(await state('states'));
    }
    expect(answers).toEqual([undefined, 'Enabled', 'Suspended', 'Enabled', 'Enabled']);
  });

  it('survives a policy and a block that are put later', async () => {
    await s3.send(new sdk.PutPublicAccessBlockCommand({ Bucket: 'states', PublicAccessBlockConfiguration: { BlockPublicAcls: true } }));
    await s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket: 'states' }));
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::states/none' }] };
    await s3.send(new sdk.PutBucketPolicyCommand({ Bucket: 'states', Policy: JSON.stringify(policy) }));
    expect(await state('states')).toBe('Enabled');
    await setVersioning('states', 'Suspended');
    expect((await s3.send(new sdk.GetBucketPolicyCommand({ Bucket: 'states' }))).Policy).toBe(JSON.stringify(policy));
  });

  it.each<[string, object, number, string]>([
    ['no status', {}, 400, 'IllegalVersioningConfigurationException'],
    ['another status', { Status: 'Disabled' }, 400, 'MalformedXML'],
    ['MFA delete', { Status: 'Enabled', MFADelete: 'Enabled' }, 501, 'NotImplemented'],
    ['an odd MFA delete', { Status: 'Enabled', MFADelete: 'Maybe' }, 400, 'MalformedXML'],
  ])('is refused with %s, and stays', async (_, VersioningConfiguration, status, code) => {
    expect(await refused(s3.send(new sdk.PutBucketVersioningCommand({ Bucket: 'states', VersioningConfiguration })))).toMatchObject({ status, code });
    expect(await state('states')).toBe('Suspended');
  });

  it('takes the words of MFA delete that ask for nothing', async () => {
    await s3.send(new sdk.PutBucketVersioningCommand({ Bucket: 'states', VersioningConfiguration: { Status: 'Suspended', MFADelete: 'Disabled' } }));
    expect(await refused(setVersioning('absent', 'Enabled'))).toMatchObject({ status: 404, code: 'NoSuchBucket' });
  });
});

describe('a bucket without versions', () => {
  it('says no word of them, and knows the null version', async () => {
    await s3.send(new sdk.CreateBucketCommand({ Bucket }));
    const answers = [await put('old', 'old'), await get('old'), await remove('absent')];
    expect(answers.map((answer) => [answer.VersionId, 'DeleteMarker' in answer ? answer.DeleteMarker : undefined])).toEqual([[undefined, undefined], [undefined, undefined], [undefined, undefined]]);
    expect(await text('old', 'null')).toBe('old');
    expect(await history('old')).toEqual(['null*']);
    await put('gone', 'x');
    expect(await remove('gone', { VersionId: 'null' })).toMatchObject({ VersionId: 'null' });
    expect(await refused(get('gone'))).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(await refused(get('gone', { VersionId: 'null' }))).toMatchObject({ status: 404, code: 'NoSuchVersion', message: 'The specified version does not exist.' });
    expect(await history('gone')).toEqual([]);
  });
});

describe('while versioning is enabled', () => {
  beforeAll(() => setVersioning(Bucket, 'Enabled'));

  it('each put makes a version, and each is read by its id', async () => {
    const [one, two] = [await put(Key, 'one'), await put(Key, 'two!')];
    expect(new Set([one.VersionId, two.VersionId]).size).toBe(2);
    for (const id of [one.VersionId, two.VersionId]) expect(id).toMatch(/^[A-Za-z0-9_-]{22,64}$/);
    const current = await get(Key);
    expect([current.VersionId, await current.Body?.transformToString()]).toEqual([two.VersionId, 'two!']);
    const older = await get(Key, { VersionId: one.VersionId });
    expect([older.VersionId, older.ETag, await older.Body?.transformToString()]).toEqual([one.VersionId, one.ETag, 'one']);
    const head = await s3.send(new sdk.HeadObjectCommand({ Bucket, Key, VersionId: one.VersionId }));
    expect(head).toMatchObject({ VersionId: one.VersionId, ContentLength: 3, ETag: one.ETag });
    expect(await get(Key, { VersionId: one.VersionId, Range: 'bytes=1-1' })).toMatchObject({ ContentLength: 1, ContentRange: 'bytes 1-1/3', VersionId: one.VersionId });
    expect(await history(Key)).toEqual([`${two.VersionId ?? ''}*`, one.VersionId]);
    const url = await getSignedUrl(s3, new sdk.GetObjectCommand({ Bucket, Key, VersionId: one.VersionId }));
    expect(await (await fetch(url)).text()).toBe('one');
  });

  it('what was there before is the null version', async () => {
    const made = await put('old', 'new');
    expect(await history('old')).toEqual([`${made.VersionId ?? ''}*`, 'null']);
    const older = await get('old', { VersionId: 'null' });
    expect([older.VersionId, await older.Body?.transformToString()]).toEqual(['null', 'old']);
    await remove('old', { VersionId: made.VersionId });
    expect(await get('old')).toMatchObject({ VersionId: 'null' });
  });

  it.each<[string, (id: string) => string, number, string, string]>([
    ['of another key', (id) => id, 404, 'NoSuchVersion', 'The specified version does not exist.'],
    ['that is none', () => 'UIORUnfndfiufdisojhr398493jfdkjFJjkndnqUifhnw89493jJFJ!', 400, 'InvalidArgument', 'Invalid version id specified'],
    ['that is too short', (id) => id.slice(0, -4), 400, 'InvalidArgument', 'Invalid version id specified'],
    ['that is spelled in another way', (id) => `${id}=`, 400, 'InvalidArgument', 'Invalid version id specified'],
    ['in another form, as a delete marker has it', (id) => Buffer.from(id, 'base64url').subarray(0, 16).toString('base64url'), 404, 'NoSuchVersion', 'The specified version does not exist.'],
  ])('a version id %s is refused', async (title, change, status, code, message) => {
    const { VersionId = '' } = await put('ids', 'x');
    const key = title === 'of another key' ? Key : 'ids';
    expect(await refused(get(key, { VersionId: change(VersionId) }))).toMatchObject({ status, code, message });
    expect((await refused(s3.send(new sdk.HeadObjectCommand({ Bucket, Key: key, VersionId: change(VersionId) })))).status).toBe(status);
    if (status === 404) expect(await remove(key, { VersionId: change(VersionId) })).toMatchObject({ VersionId: change(VersionId) });
    else expect(await refused(remove(key, { VersionId: change(VersionId) }))).toMatchObject({ status, code });
    expect(await text('ids', VersionId)).toBe('x');
  });

  it('an empty version id is refused, and a write takes none', async () => {
    const signed = (query: Record<string, string>) => (client: sdk.S3Client): sdk.S3Client => {
      client.middlewareStack.add((next) => (args) => {
        Object.assign((args.request as { query: Record<string, string> }).query, query);
        return next(args);
      }, { step: 'build' });
      return client;
    };
    expect(await refused(signed({ versionId: '' })(lab.s3()).send(new sdk.GetObjectCommand({ Bucket, Key })))).toMatchObject({ status: 400, code: 'InvalidArgument', message: 'Version id cannot be the empty string' });
    expect(await refused(signed({ versionId: 'null' })(lab.s3()).send(new sdk.PutObjectCommand({ Bucket, Key, Body: 'x' })))).toMatchObject({ status: 400, code: 'InvalidArgument', message: 'This operation does not accept a version-id.' });
  });

  it('a delete puts a marker, which hides the object and goes again', async () => {
    const one = await put('deleted', 'one');
    const deleted = await remove('deleted');
    expect(deleted).toMatchObject({ DeleteMarker: true });
    expect(deleted.VersionId).toMatch(/^[A-Za-z0-9_-]{22,64}$/);
    const missing = await refused(get('deleted'));
    expect(missing).toMatchObject({ status: 404, code: 'NoSuchKey', headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': deleted.VersionId } });
    const head = await refused(s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'deleted' })));
    expect(head).toMatchObject({ status: 404, headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': deleted.VersionId } });
    const listed = await s3.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: 'deleted' }));
    expect([listed.KeyCount, listed.Contents]).toEqual([0, undefined]);
    expect(await text('deleted', one.VersionId)).toBe('one');
    expect(await remove('deleted', { VersionId: deleted.VersionId })).toMatchObject({ DeleteMarker: true, VersionId: deleted.VersionId });
    expect(await text('deleted')).toBe('one');
  });

  it('a marker cannot be read, and says so', async () => {
    const { VersionId } = await remove('never-was');
    const told = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': VersionId, allow: 'DELETE', 'last-modified': expect.stringMatching(/GMT$/) as string };
    expect(await refused(get('never-was', { VersionId }))).toMatchObject({
      status: 405, code: 'MethodNotAllowed', message: 'The specified method is not allowed against this resource.', ResourceType: 'DeleteMarker', headers: told,
    });
    expect(await refused(s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'never-was', VersionId })))).toMatchObject({ status: 405, headers: told });
    const again = await remove('never-was');
    expect(await history('never-was')).toEqual([`${again.VersionId ?? ''} marker*`, `${VersionId ?? ''} marker`]);
  });

  it('a version is removed for good, and the newest that is left is current', async () => {
    const [one, two, three] = [await put('trimmed', 'one'), await put('trimmed', 'two'), await put('trimmed', 'three')];
    expect(await remove('trimmed', { VersionId: three.VersionId })).toMatchObject({ VersionId: three.VersionId });
    expect(await text('trimmed')).toBe('two');
    await remove('trimmed', { VersionId: one.VersionId });
    expect(await history('trimmed')).toEqual([`${two.VersionId ?? ''}*`]);
    expect(await refused(get('trimmed', { VersionId: one.VersionId }))).toMatchObject({ status: 404, code: 'NoSuchVersion', VersionId: one.VersionId, Key: 'trimmed' });
  });

  it('conditions see what is current, for which a delete marker is nothing', async () => {
    const one = await put('conditional', 'one', { IfNoneMatch: '*' });
    expect(await refused(put('conditional', 'x', { IfNoneMatch: '*' }))).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    const two = await put('conditional', 'two', { IfMatch: one.ETag });
    expect(await refused(put('conditional', 'x', { IfMatch: one.ETag }))).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    expect(await refused(get('conditional', { VersionId: one.VersionId, IfNoneMatch: one.ETag }))).toMatchObject({ status: 304 });
    expect(await refused(get('conditional', { VersionId: one.VersionId, IfMatch: two.ETag }))).toMatchObject({ status: 412 });
    await remove('conditional');
    expect(await refused(put('conditional', 'x', { IfMatch: two.ETag }))).toMatchObject({ status: 404, code: 'NoSuchKey' });
    await put('conditional', 'three', { IfNoneMatch: '*' });
    expect(await history('conditional')).toHaveLength(4);
  });
});

describe('while versioning is suspended', () => {
  let kept: string | undefined;

  beforeAll(async () => {
    kept = (await put('s', 'kept')).VersionId;
    await setVersioning(Bucket, 'Suspended');
  });

  it('a put makes the null version, and replaces the one before', async () => {
    expect((await put('s', 'null 1')).VersionId).toBeUndefined();
    await put('s', 'null 2');
    expect(await history('s')).toEqual(['null*', kept]);
    expect(await get('s')).toMatchObject({ VersionId: 'null' });
    expect([await text('s', 'null'), await text('s', kept)]).toEqual(['null 2', 'kept']);
  });

  it('a delete puts a null marker in place of the null version', async () => {
    expect(await remove('s')).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
    expect(await history('s')).toEqual(['null marker*', kept]);
    expect(await refused(get('s'))).toMatchObject({ status: 404, headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': 'null' } });
    expect(await refused(get('s', { VersionId: 'null' }))).toMatchObject({ status: 405, headers: { 'x-amz-version-id': 'null' } });
    expect(await remove('s', { VersionId: 'null' })).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
    expect(await text('s')).toBe('kept');
  });

  it('a version with an id is never replaced, but removed by its id', async () => {
    await remove('s');
    await put('s', 'null 3');
    expect(await history('s')).toEqual(['null*', kept]);
    await remove('s', { VersionId: kept });
    expect(await history('s')).toEqual(['null*']);
  });
});

describe('a bucket of versions', () => {
  it('is not empty while there is a version or a delete marker', async () => {
    await s3.send(new sdk.CreateBucketCommand({ Bucket: 'to-be-emptied' }));
    await setVersioning('to-be-emptied', 'Enabled');
    const target = { Bucket: 'to-be-emptied', Key: 'k' };
    const one = await s3.send(new sdk.PutObjectCommand({ ...target, Body: 'x' }));
    const marker = await s3.send(new sdk.DeleteObjectCommand(target));
    const emptied = () => s3.send(new sdk.DeleteBucketCommand({ Bucket: 'to-be-emptied' }));
    const message = 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.';
    expect(await refused(emptied())).toMatchObject({ status: 409, code: 'BucketNotEmpty', message });
    await s3.send(new sdk.DeleteObjectCommand({ ...target, VersionId: one.VersionId }));
    expect(await refused(emptied())).toMatchObject({ status: 409, code: 'BucketNotEmpty', message });
    await s3.send(new sdk.DeleteObjectCommand({ ...target, VersionId: marker.VersionId }));
    await emptied();
    expect((await refused(s3.send(new sdk.HeadBucketCommand({ Bucket: 'to-be-emptied' })))).status).toBe(404);
  });
});
