import { randomBytes } from 'node:crypto';

import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { startLab } from './lab.js';

const MIB = 1024 ** 2;

it('a client that is refused in the middle of a large upload reads why, instead of a broken connection', async () => {
  const lab = await startLab();
  const s3 = lab.s3({ maxAttempts: 1 });
  await s3.send(new CreateBucketCommand({ Bucket: 'refused' }));
  const put = new PutObjectCommand({ Bucket: 'refused', Key: 'k', Body: randomBytes(32 * MIB), ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/none' });
  await expect(s3.send(put)).rejects.toMatchObject({ name: 'KMS.NotFoundException', $metadata: { httpStatusCode: 400 } });
});
