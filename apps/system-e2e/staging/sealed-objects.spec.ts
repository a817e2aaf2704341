import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { tempDir } from '@coffer/testing';

import { runDoctor } from '../src/doctor.js';
import { describeWithTool, Tool } from '../src/tool.js';
import { eventually } from './src/kubectl.js';
import { podOf, readyPod } from './src/pods.js';
import { readSecret, writeSecret } from './src/secret.js';
import { awsEnvironment, kmsOf, openStaging, s3Of, trailOf, type Staging } from './src/staging.js';

jest.setTimeout(300_000);

/** A kubelet looks at mounted Secrets about once a minute, and a service every five seconds. */
const RELOAD_SECONDS_MAX = 180;
const MIB = 1_048_576;
const bucket = `staging-${String(Date.now())}`;
const reader = { accessKeyId: 'AKIASTAGINGREADER000', secretAccessKey: randomBytes(20).toString('hex') };
let staging: Staging;
let keyId = '';

beforeAll(async () => {
  staging = await openStaging();
  await readyPod('kms-service');
  await readyPod('storage-service');
  const { KeyMetadata } = await kmsOf(staging).send(new CreateKeyCommand({ Description: 'of the staging suite' }));
  keyId = KeyMetadata?.Arn ?? '';
  await s3Of(staging).send(new CreateBucketCommand({ Bucket: bucket }));
});

async function seal(Key: string, Body: Buffer): Promise<void> {
  await s3Of(staging).send(new PutObjectCommand({ Bucket: bucket, Key, Body, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId }));
}

async function open(Key: string, client = s3Of(staging)): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

describe('objects in the cluster', () => {
  it('are sealed under a KMS key and open again, small and in parts, over HTTPS', async () => {
    const [small, large] = [randomBytes(1_000), randomBytes(20 * MIB)];
    await seal('small', small);
    const upload = new Upload({ client: s3Of(staging), params: { Bucket: bucket, Key: 'large', Body: large, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId, BucketKeyEnabled: true } });
    expect(await upload.done()).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId });
    expect((await open('small')).equals(small)).toBe(true);
    expect((await open('large')).equals(large)).toBe(true);
  });

  it('open no more when the key is disabled, until it is enabled again', async () => {
    await seal('disabled', Buffer.from('a body'));
    await kmsOf(staging).send(new DisableKeyCommand({ KeyId: keyId }));
    const failure = await eventually('a refusal', 10, () => open('disabled').then(() => undefined, (error: unknown) => error as Error));
    expect(failure.name).toBe('KMS.DisabledException');
    await kmsOf(staging).send(new EnableKeyCommand({ KeyId: keyId }));
    expect((await eventually('an opened object', 10, () => open('disabled'))).toString()).toBe('a body');
  });

  it('are well to coffer doctor, hop by hop', async () => {
    const { code, stdout } = await runDoctor(awsEnvironment(staging), '--kms-key-id', keyId, '--bucket', bucket, '--audit');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/\nok +sealed object /) });
  });
});

describeWithTool('aws', () => {
  it('puts and gets a sealed object', async () => {
    const [file, copy] = [join(tempDir(), 'body'), join(tempDir(), 'copy')];
    writeFileSync(file, randomBytes(9 * MIB));
    const aws = new Tool('aws', awsEnvironment(staging));
    await aws.run('s3', 'cp', file, `s3://${bucket}/by-aws`, '--sse', 'aws:kms', '--sse-kms-key-id', keyId);
    await aws.run('s3', 'cp', `s3://${bucket}/by-aws`, copy);
    expect(readFileSync(copy).equals(readFileSync(file))).toBe(true);
  });
});

describe('a user of the Secret coffer-users', () => {
  it('comes without a roll, may do what the policy says and no more, and the audit tells both', async () => {
    const [kms, storage] = [await podOf('kms-service'), await podOf('storage-service')];
    await seal('shared/a', Buffer.from('to be read'));
    await seal('own/a', Buffer.from('not to be read'));
    const before = await readSecret('coffer-users');
    const policy = {
      Version: '2012-10-17', Statement: [
        { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/shared/*` }, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyId },
      ],
    };
    const users = { accounts: [{ id: '000000000000', users: [{ name: 'staging-reader', accessKeys: [{ id: reader.accessKeyId, secret: reader.secretAccessKey }], policies: [{ name: 'shared', document: policy }] }] }] };
    await writeSecret('coffer-users', new Map([['users.yaml', JSON.stringify(users)]]));
    try {
      const client = s3Of(staging, reader);
      expect((await eventually('the user is known to both services', RELOAD_SECONDS_MAX, () => open('shared/a', client))).toString()).toBe('to be read');
      await expect(open('own/a', client)).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
      await expect(client.send(new PutObjectCommand({ Bucket: bucket, Key: 'shared/b', Body: 'x' }))).rejects.toMatchObject({ name: 'AccessDenied' });
      expect([await podOf('kms-service'), await podOf('storage-service')]).toEqual([kms, storage]);
      const event = await eventually('the event of the use of the key', 30, async () => {
        const { Events = [] } = await trailOf(staging).send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'Decrypt' }], MaxResults: 50 }));
        return Events.map(({ CloudTrailEvent = '{}' }) => JSON.parse(CloudTrailEvent) as { readonly userIdentity: { readonly arn: string }; readonly requestParameters: unknown }).find(({ userIdentity }) => userIdentity.arn.endsWith('user/staging-reader'));
      });
      expect(JSON.stringify(event)).toContain(`arn:aws:s3:::${bucket}/shared/a`);
    } finally {
      await writeSecret('coffer-users', before);
    }
    await eventually('the user is gone again', RELOAD_SECONDS_MAX, () => open('shared/a', s3Of(staging, reader)).then(() => undefined, (error: unknown) => ((error as Error).name === 'InvalidAccessKeyId' ? true : undefined)));
  });
});
