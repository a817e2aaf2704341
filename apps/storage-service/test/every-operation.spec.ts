import { CreateBucketCommand, CreateMultipartUploadCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import * as sdk from '@aws-sdk/client-s3';

import { bucketSettings, objectSettings } from '../src/s3/settings.js';

import { MALLORY, refused, s3Client, startLab, type Lab } from './lab.js';
import { person } from './people.js';

const Bucket = 'guarded';
const object = { Bucket, Key: 'a' };
const powerless = person('powerless');
let lab: Lab;
let UploadId = '';

beforeAll(async () => {
  lab = await startLab({}, [powerless]);
  await lab.s3().send(new CreateBucketCommand({ Bucket }));
  await lab.s3().send(new PutObjectCommand({ ...object, Body: 'x', Tagging: 'team=blue' }));
  UploadId = (await lab.s3().send(new CreateMultipartUploadCommand({ ...object }))).UploadId ?? '';
});

type Act = (client: sdk.S3Client) => Promise<unknown>;
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/none` }] });

/** One request of each operation that there is. */
const operations: readonly [string, Act][] = [
  ['CreateBucket', (s3) => s3.send(new sdk.CreateBucketCommand({ Bucket: 'another' }))],
  ['HeadBucket', (s3) => s3.send(new sdk.HeadBucketCommand({ Bucket }))],
  ['DeleteBucket', (s3) => s3.send(new sdk.DeleteBucketCommand({ Bucket }))],
  ['GetBucketLocation', (s3) => s3.send(new sdk.GetBucketLocationCommand({ Bucket }))],
  ['ListObjects', (s3) => s3.send(new sdk.ListObjectsCommand({ Bucket }))],
  ['ListObjectsV2', (s3) => s3.send(new sdk.ListObjectsV2Command({ Bucket }))],
  ['ListMultipartUploads', (s3) => s3.send(new sdk.ListMultipartUploadsCommand({ Bucket }))],
  ['PutBucketPolicy', (s3) => s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: policy }))],
  ['GetBucketPolicy', (s3) => s3.send(new sdk.GetBucketPolicyCommand({ Bucket }))],
  ['DeleteBucketPolicy', (s3) => s3.send(new sdk.DeleteBucketPolicyCommand({ Bucket }))],
  ['GetBucketPolicyStatus', (s3) => s3.send(new sdk.GetBucketPolicyStatusCommand({ Bucket }))],
  ['PutPublicAccessBlock', (s3) => s3.send(new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }))],
  ['GetPublicAccessBlock', (s3) => s3.send(new sdk.GetPublicAccessBlockCommand({ Bucket }))],
  ['DeletePublicAccessBlock', (s3) => s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket }))],
  ['PutBucketEncryption', (s3) => s3.send(new sdk.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] } }))],
  ['GetBucketEncryption', (s3) => s3.send(new sdk.GetBucketEncryptionCommand({ Bucket }))],
  ['DeleteBucketEncryption', (s3) => s3.send(new sdk.DeleteBucketEncryptionCommand({ Bucket }))],
  ['PutBucketVersioning', (s3) => s3.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))],
  ['GetBucketVersioning', (s3) => s3.send(new sdk.GetBucketVersioningCommand({ Bucket }))],
  ['ListObjectVersions', (s3) => s3.send(new sdk.ListObjectVersionsCommand({ Bucket }))],
  ['PutObject', (s3) => s3.send(new sdk.PutObjectCommand({ ...object, Body: 'changed' }))],
  ['GetObject', (s3) => s3.send(new sdk.GetObjectCommand(object))],
  ['HeadObject', (s3) => s3.send(new sdk.HeadObjectCommand(object))],
  ['DeleteObject', (s3) => s3.send(new sdk.DeleteObjectCommand(object))],
  ['GetObjectTagging', (s3) => s3.send(new sdk.GetObjectTaggingCommand(object))],
  ['PutObjectTagging', (s3) => s3.send(new sdk.PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: 'team', Value: 'red' }] } }))],
  ['DeleteObjectTagging', (s3) => s3.send(new sdk.DeleteObjectTaggingCommand(object))],
  ['PutObject with tags', (s3) => s3.send(new sdk.PutObjectCommand({ ...object, Body: 'changed', Tagging: 'team=red' }))],
  ['CopyObject', (s3) => s3.send(new sdk.CopyObjectCommand({ ...object, Key: 'b', CopySource: `${Bucket}/a` }))],
  ['CreateMultipartUpload', (s3) => s3.send(new sdk.CreateMultipartUploadCommand(object))],
  ['UploadPart', (s3) => s3.send(new sdk.UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: 'x' }))],
  ['UploadPartCopy', (s3) => s3.send(new sdk.UploadPartCopyCommand({ ...object, UploadId, PartNumber: 1, CopySource: `${Bucket}/a` }))],
  ['ListParts', (s3) => s3.send(new sdk.ListPartsCommand({ ...object, UploadId }))],
  ['CompleteMultipartUpload', (s3) => s3.send(new sdk.CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"e"' }] } }))],
  ['AbortMultipartUpload', (s3) => s3.send(new sdk.AbortMultipartUploadCommand({ ...object, UploadId }))],
];

const anonymous: sdk.S3ClientConfig = { signer: { sign: (request) => Promise.resolve(request) } };

describe.each<[string, () => sdk.S3Client]>([
  ['a user without policies', () => lab.s3({ credentials: powerless })],
  ['a user of another account, who may do everything there', () => lab.s3({ credentials: MALLORY })],
  ['nobody', () => lab.s3(anonymous)],
])('to %s', (title, client) => {
  const isStranger = title !== 'a user without policies';

  it.each(operations.filter(([name]) => name !== 'CreateBucket' || !title.includes('another account')))('%s is refused', async (name, act) => {
    const answer = await refused(act(client()));
    expect(answer.status).toBe(403);
    if (name.startsWith('Head')) return;
    expect(answer.code).toBe('AccessDenied');
    if (isStranger) expect(answer.message).toBe('Access Denied');
    else expect(answer.message).toMatch(/^User: arn:aws:iam::000000000000:user\/powerless is not authorized to perform: s3:\w+ on resource: "arn:aws:s3:::[\w/]+" because no identity-based policy allows the s3:\w+ action$/);
  });

  it('DeleteObjects removes nothing', async () => {
    const act = client().send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a' }] } }));
    const outcome = await act.then(({ Errors }) => Errors?.map(({ Code }) => Code), async () => [(await refused(act)).code]);
    expect(outcome).toEqual(['AccessDenied']);
  });

  it('the buckets are not listed', async () => {
    const outcome = await client().send(new sdk.ListBucketsCommand({})).then(({ Buckets }) => Buckets ?? [], () => []);
    expect(outcome).toEqual([]);
  });
});

describe('settings that are not to be changed yet', () => {
  const settings = [...[...bucketSettings.keys()].map((name) => `${Bucket}?${name}`), ...[...objectSettings.keys()].map((name) => `${Bucket}/a?${name}`)];

  it.each(settings)('%s is told to nobody', async (path) => {
    const response = await fetch(`http://127.0.0.1:${String(lab.port)}/${path}`);
    expect(response.status).toBe(403);
  });
});

describe('after all of that', () => {
  it('everything is as it was', async () => {
    const root = lab.s3();
    expect((await root.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([['a', 1]]);
    expect((await root.send(new sdk.GetObjectTaggingCommand(object))).TagSet).toEqual([{ Key: 'team', Value: 'blue' }]);
    expect((await root.send(new sdk.ListPartsCommand({ ...object, UploadId }))).Parts ?? []).toEqual([]);
    expect((await root.send(new sdk.ListMultipartUploadsCommand({ Bucket }))).Uploads).toHaveLength(1);
    expect((await refused(root.send(new sdk.GetBucketPolicyCommand({ Bucket })))).code).toBe('NoSuchBucketPolicy');
    expect((await root.send(new sdk.GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration?.BlockPublicPolicy).toBe(true);
    expect((await root.send(new sdk.GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    expect((await root.send(new sdk.ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
    const url = await getSignedUrl(s3Client(lab.port, { credentials: powerless }), new sdk.GetObjectCommand(object));
    expect((await fetch(url)).status).toBe(403);
  });
});
