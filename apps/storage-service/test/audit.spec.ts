import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, GetBucketLocationCommand, GetBucketPolicyCommand, GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, PutBucketPolicyCommand, PutBucketVersioningCommand, PutObjectCommand, type S3Client,
} from '@aws-sdk/client-s3';

import { ALICE, MALLORY, ROOT, startLab, type Lab } from './lab.js';

const MAIN = join(import.meta.dirname, '../dist/main.js');

interface Event {
  readonly eventName: string;
  readonly errorCode?: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  readonly responseElements: unknown;
  readonly additionalEventData: Readonly<Record<string, unknown>>;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly resources: readonly { readonly ARN: string; readonly type: string }[];
}

function audit(lab: Lab, ...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'audit', ...args], { env: { ...lab.storageSettings } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

async function exported(lab: Lab, chain: string): Promise<Event[]> {
  const { code, stdout, stderr } = await audit(lab, 'export', chain);
  expect([code, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Event);
}

async function refused(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toThrow();
}

describe('the audit log of the S3 door', () => {
  let lab: Lab;
  let s3: S3Client;

  beforeAll(async () => {
    lab = await startLab({ COFFER_S3_DATA_EVENTS: 'kept', COFFER_S3_AUDIT_FLUSH_MS: '50' });
    s3 = lab.s3();
  });

  it('has what manages buckets the moment it was answered, allowed or refused', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'notes' }));
    await refused(s3.send(new CreateBucketCommand({ Bucket: 'Not A Name' })));
    await refused(lab.s3({ credentials: MALLORY }).send(new DeleteBucketCommand({ Bucket: 'notes' })));
    await s3.send(new ListBucketsCommand({}));
    const events = await exported(lab, 'management');
    expect(events.map(({ eventName, errorCode }) => [eventName, errorCode])).toEqual(expect.arrayContaining([['CreateBucket', undefined], ['DeleteBucket', 'AccessDenied'], ['ListBuckets', undefined]]));
    expect(events[0]).toMatchObject({
      eventName: 'CreateBucket', requestParameters: { bucketName: 'notes' }, resources: [{ ARN: 'arn:aws:s3:::notes', type: 'AWS::S3::Bucket', accountId: '000000000000' }], userIdentity: { type: 'Root' },
    });
    expect(events.find(({ eventName }) => eventName === 'DeleteBucket')).toMatchObject({ userIdentity: { userName: 'mallory' } });
    // Nobody called S3 for them.
    for (const { userIdentity } of events) expect(userIdentity).not.toHaveProperty('invokedBy');
  });

  it('has uses of objects a little later, with the key that was used and the mode', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'notes', Key: 'a', Body: 'hello', ServerSideEncryption: 'aws:kms' }));
    await (await s3.send(new GetObjectCommand({ Bucket: 'notes', Key: 'a' }))).Body?.transformToString();
    await refused(s3.send(new GetObjectCommand({ Bucket: 'notes', Key: 'none' })));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const events = await exported(lab, 'data');
    expect(events.map(({ eventName, errorCode }) => [eventName, errorCode])).toEqual([['PutObject', undefined], ['GetObject', undefined], ['GetObject', 'NoSuchKey']]);
    expect(events[1]).toMatchObject({
      requestParameters: { bucketName: 'notes', key: 'a' }, resources: [{ ARN: 'arn:aws:s3:::notes/a', type: 'AWS::S3::Object' }, { ARN: 'arn:aws:s3:::notes', type: 'AWS::S3::Bucket', accountId: '000000000000' }],
      additionalEventData: { bytesTransferredOut: 5, SSEApplied: 'SSE_KMS', keyArn: expect.stringMatching(/^arn:aws:kms:/) as string },
    });
    expect(events[0]).toMatchObject({ additionalEventData: { bytesTransferredIn: 5 } });
  });

  it('has the version that was asked for, and the one that was made', async () => {
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'notes', VersioningConfiguration: { Status: 'Enabled' } }));
    const target = { Bucket: 'notes', Key: 'versions' };
    const { VersionId } = await s3.send(new PutObjectCommand({ ...target, Body: 'x' }));
    await (await s3.send(new GetObjectCommand({ ...target, VersionId }))).Body?.transformToString();
    const marker = await s3.send(new DeleteObjectCommand(target));
    await refused(s3.send(new GetObjectCommand({ ...target, VersionId: marker.VersionId })));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const events = (await exported(lab, 'data')).filter(({ requestParameters }) => requestParameters['key'] === 'versions');
    expect(events.map(({ eventName, errorCode, requestParameters, responseElements }) => [eventName, errorCode, requestParameters['versionId'], responseElements])).toEqual([
      ['PutObject', undefined, undefined, { 'x-amz-version-id': VersionId }],
      ['GetObject', undefined, VersionId, null],
      ['DeleteObject', undefined, undefined, { 'x-amz-version-id': marker.VersionId, 'x-amz-delete-marker': 'true' }],
      ['GetObject', 'MethodNotAllowed', marker.VersionId, null],
    ]);
    expect((await exported(lab, 'management')).at(-1)).toMatchObject({ eventName: 'PutBucketVersioning', requestParameters: { bucketName: 'notes' } });
  });

  it('verifies while the service runs', async () => {
    for (const chain of ['management', 'data']) expect(await audit(lab, 'verify', chain)).toMatchObject({ code: 0, stdout: expect.stringMatching(/: whole\n$/) as string });
  });

  it("is in the KMS's own log as far as management events go, looked up and verified there", async () => {
    const kms = (...args: readonly string[]) => new Promise<string>((resolve) => {
      execFile(process.execPath, [MAIN.replace('storage-service', 'kms-service'), 'audit', ...args], { env: { ...lab.kmsSettings } }, (_error, stdout) => { resolve(stdout); });
    });
    const end = Date.now() + 20_000;
    let found = '';
    while (!found.includes('DeleteBucket') && Date.now() < end) found = await kms('search', '--attribute', 'EventSource=s3.amazonaws.com', '--account', '111122223333');
    expect(found).toContain('"eventName":"DeleteBucket"');
    expect(await kms('search', '--attribute', 'ResourceName=notes')).toContain('"eventName":"CreateBucket"');
    expect(await kms('verify')).toMatch(/: whole\n$/);
  });

  it("shows a bucket's owner what another account did with the bucket, and not what that account was refused", async () => {
    const kms = (...args: readonly string[]) => new Promise<string>((resolve) => {
      execFile(process.execPath, [MAIN.replace('storage-service', 'kms-service'), 'audit', ...args], { env: { ...lab.kmsSettings } }, (_error, stdout) => { resolve(stdout); });
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'shared' }));
    const statement = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/mallory' }, Action: 's3:GetBucketLocation', Resource: 'arn:aws:s3:::shared' };
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'shared', Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }));
    const mallory = lab.s3({ credentials: MALLORY });
    await refused(mallory.send(new GetBucketPolicyCommand({ Bucket: 'shared' })));
    await mallory.send(new GetBucketLocationCommand({ Bucket: 'shared' }));
    for (const account of ['000000000000', '111122223333']) {
      const end = Date.now() + 20_000;
      let found = '';
      while (!found.includes('GetBucketLocation') && Date.now() < end) found = await kms('search', '--attribute', 'Username=mallory', '--account', account);
      expect(found).toContain('"eventName":"GetBucketLocation"');
      expect(found.includes('"eventName":"GetBucketPolicy"')).toBe(account === '111122223333');
    }
  });

  it("is what the KMS's digests are exported to, and verified from, as any bucket is", async () => {
    const env = { ...lab.kmsSettings, AWS_ACCESS_KEY_ID: ROOT.accessKeyId, AWS_SECRET_ACCESS_KEY: ROOT.secretAccessKey };
    const kms = (...args: readonly string[]) => new Promise<{ readonly stdout: string; readonly stderr: string }>((resolve) => {
      execFile(process.execPath, [MAIN.replace('storage-service', 'kms-service'), 'audit', ...args], { env }, (_error, stdout, stderr) => { resolve({ stdout, stderr }); });
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'digests' }));
    const [place, endpoint, publicKey] = ['s3://digests/coffer', `http://127.0.0.1:${String(lab.port)}`, join(lab.directory, 'public.pem')];
    writeFileSync(publicKey, (await kms('public-key')).stdout);
    for (let i = 0; i < 2; i += 1) expect(await kms('export-digests', '--to', place, '--endpoint', endpoint)).toMatchObject({ stdout: expect.stringMatching(/ events in \d log files\n$/) as string, stderr: '' });
    expect((await kms('verify-digests', '--public-key', publicKey, place, '--endpoint', endpoint)).stdout).toMatch(/ of 2 digests, until 2\S+Z: whole\n$/);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'digests', Prefix: 'coffer/AWSLogs/000000000000/CloudTrail/' }));
    await s3.send(new PutObjectCommand({ Bucket: 'digests', Key: Contents[0]?.Key, Body: 'another' }));
    expect((await kms('verify-digests', '--public-key', publicKey, place, '--endpoint', endpoint)).stdout).toMatch(/json\.gz was changed\n.*NOT whole\n$/);
    expect((await kms('verify', '--digests', place, '--public-key', publicKey, '--endpoint', endpoint)).stdout).toMatch(/NOT whole\n$/);
  });

  it('holds no secret', async () => {
    const text = JSON.stringify([await exported(lab, 'management'), await exported(lab, 'data')]);
    for (const { secretAccessKey } of [ROOT, ALICE, MALLORY]) expect(text).not.toContain(secretAccessKey);
    expect(text).not.toMatch(/Signature=|AWS4-HMAC|hello/);
  });

  it.each([[[]], [['export', 'other']], [['verify', 'data', 'more']]])('tells how it is used when it is asked %j', async (args) => {
    expect(await audit(lab, ...args)).toMatchObject({ code: 1, stderr: expect.stringContaining('usage: storage-service') as string });
  });

  it('keeps what was gathered when the service ends', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'notes', Key: 'last', Body: 'x' }));
    await lab.storage.stop();
    expect((await exported(lab, 'data')).at(-1)).toMatchObject({ eventName: 'PutObject', requestParameters: { key: 'last' } });
  });
});
