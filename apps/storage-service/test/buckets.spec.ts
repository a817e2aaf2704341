import {
  CreateBucketCommand, DeleteBucketCommand, GetBucketAclCommand, GetBucketEncryptionCommand, GetBucketLocationCommand, GetBucketPolicyCommand,
  GetBucketTaggingCommand, GetBucketVersioningCommand, HeadBucketCommand, ListBucketsCommand, PutObjectCommand, type S3Client,
} from '@aws-sdk/client-s3';

import { ACCOUNT, ALICE, MALLORY, refused, startLab, type Lab } from './lab.js';

let lab: Lab;
let s3: S3Client;

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
});

const create = (Bucket: string, client = s3, more: object = {}) => client.send(new CreateBucketCommand({ Bucket, ...more }));

describe('buckets', () => {
  it('are created, found, listed and removed', async () => {
    expect((await create('first')).Location).toBe('/first');
    await create('second');
    expect(await s3.send(new HeadBucketCommand({ Bucket: 'first' }))).toMatchObject({ BucketRegion: 'us-east-1' });
    expect((await s3.send(new GetBucketLocationCommand({ Bucket: 'first' }))).LocationConstraint).toBeUndefined();
    const listed = await s3.send(new ListBucketsCommand({ Prefix: 'f' }));
    expect(listed.Buckets).toEqual([{ Name: 'first', BucketRegion: 'us-east-1', CreationDate: expect.any(Date) as Date }]);
    await s3.send(new DeleteBucketCommand({ Bucket: 'second' }));
    expect(await refused(s3.send(new HeadBucketCommand({ Bucket: 'second' })))).toMatchObject({ status: 404, code: 'NotFound' });
  });

  it('are listed page by page', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await create(name);
    const first = await s3.send(new ListBucketsCommand({ Prefix: 'page-', MaxBuckets: 2 }));
    expect(first.Buckets?.map(({ Name }) => Name)).toEqual(['page-a', 'page-b']);
    const rest = await s3.send(new ListBucketsCommand({ Prefix: 'page-', MaxBuckets: 2, ContinuationToken: first.ContinuationToken }));
    expect(rest.Buckets?.map(({ Name }) => Name)).toEqual(['page-c']);
    expect(rest.ContinuationToken).toBeUndefined();
  });

  it('may be created again by their owner, as in the first region of AWS, and by nobody else', async () => {
    await create('mine');
    await create('mine');
    await create('mine', lab.s3({ credentials: ALICE }));
    expect(await refused(create('mine', lab.s3({ credentials: MALLORY })))).toMatchObject({ status: 409, code: 'BucketAlreadyExists' });
  });

  it.each([
    ['a name that is none', () => create('no_such_name'), 400, 'InvalidBucketName'],
    ['another region', () => create('elsewhere', s3, { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }), 400, 'IllegalLocationConstraintException'],
    ['object lock', () => create('locked', s3, { ObjectLockEnabledForBucket: true }), 501, 'NotImplemented'],
    ['a bucket that is not there', () => s3.send(new DeleteBucketCommand({ Bucket: 'absent' })), 404, 'NoSuchBucket'],
  ])('refuse %s', async (_, act, status, code) => {
    expect(await refused(act())).toMatchObject({ status, code });
  });

  it('are not removed while they hold something', async () => {
    await create('full');
    await s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'a', Body: 'x' }));
    expect(await refused(s3.send(new DeleteBucketCommand({ Bucket: 'full' })))).toMatchObject({ status: 409, code: 'BucketNotEmpty' });
  });

  it('tell the settings that tools look at', async () => {
    const Bucket = 'settings';
    await create(Bucket);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    expect((await s3.send(new GetBucketAclCommand({ Bucket }))).Grants).toEqual([{ Grantee: { ID: ACCOUNT, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }]);
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }]);
    expect(await refused(s3.send(new GetBucketPolicyCommand({ Bucket })))).toMatchObject({ status: 404, code: 'NoSuchBucketPolicy' });
    expect(await refused(s3.send(new GetBucketTaggingCommand({ Bucket })))).toMatchObject({ status: 404, code: 'NoSuchTagSet' });
    expect(await refused(s3.send(new GetBucketVersioningCommand({ Bucket: 'absent' })))).toMatchObject({ status: 404, code: 'NoSuchBucket' });
  });
});

describe('access', () => {
  it('is for those of the account who are let, and for nobody else', async () => {
    await create('ours');
    const put = (client: S3Client) => client.send(new PutObjectCommand({ Bucket: 'ours', Key: 'a', Body: 'x' }));
    await put(lab.s3({ credentials: ALICE }));
    expect(await refused(put(lab.s3({ credentials: MALLORY })))).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' });
    expect((await lab.s3({ credentials: MALLORY }).send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  });

  it('is checked against the expected owner', async () => {
    await create('owned');
    await s3.send(new HeadBucketCommand({ Bucket: 'owned', ExpectedBucketOwner: ACCOUNT }));
    expect(await refused(s3.send(new HeadBucketCommand({ Bucket: 'owned', ExpectedBucketOwner: '111122223333' })))).toMatchObject({ status: 403 });
  });

  it.each([
    ['an unknown key', { accessKeyId: 'AKIANOBODY0000000001', secretAccessKey: 'x' }, 'InvalidAccessKeyId'],
    ['a wrong secret', { ...ALICE, secretAccessKey: 'another' }, 'SignatureDoesNotMatch'],
  ])('is refused to %s', async (_, credentials, code) => {
    expect(await refused(lab.s3({ credentials }).send(new ListBucketsCommand({})))).toMatchObject({ status: 403, code });
  });

  it('is refused to whoever does not sign', async () => {
    const response = await fetch(`http://127.0.0.1:${String(lab.port)}/first`);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>AccessDenied</Code><Message>Access Denied</Message>');
  });
});
