import { CancelKeyDeletionCommand, CreateKeyCommand, EnableKeyCommand, RotateKeyOnDemandCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { Installation } from '../src/installation.js';

const Bucket = 'lives';

it('objects open after their key was rotated, not while it waits for its end, and again when that is called off', async () => {
  const site = await Installation.start();
  const [s3, kms] = [site.s3(), site.kmsClient()];
  const KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
  await s3.send(new CreateBucketCommand({ Bucket }));
  const put = (Key: string, BucketKeyEnabled: boolean) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyId, BucketKeyEnabled }));
  const read = async (Key: string): Promise<string | undefined> => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  await put('own', false);
  await put('shared', true);
  await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
  await put('later', true);
  for (const Key of ['own', 'shared', 'later']) expect(await read(Key)).toBe(Key);
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  await expect(read('own')).rejects.toMatchObject({ name: 'KMS.KMSInvalidStateException', $metadata: { httpStatusCode: 400 } });
  // A bucket key that is held is dropped when the service next hears of the KMS: within two seconds.
  for (let looks = 0; looks < 100 && (await read('shared').catch(() => undefined)) !== undefined; looks += 1) await new Promise((resolve) => { setTimeout(resolve, 50); });
  await expect(read('shared')).rejects.toMatchObject({ name: 'KMS.KMSInvalidStateException' });
  await kms.send(new CancelKeyDeletionCommand({ KeyId }));
  await kms.send(new EnableKeyCommand({ KeyId }));
  for (const Key of ['own', 'shared', 'later']) expect(await read(Key)).toBe(Key);
});
