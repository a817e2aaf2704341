import { setTimeout as wait } from 'node:timers/promises';

import {
  CopyObjectCommand, CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3ServiceException, type S3Client,
} from '@aws-sdk/client-s3';

import { Installation } from '../src/installation.js';

jest.setTimeout(120_000);

const Bucket = 'away';
/** The deadline of COFFER_KMS_DEADLINE_MS, and room for a busy machine. */
const ANSWER_MS_MAX = 2000 + 1500;
const kmsKey = { ServerSideEncryption: 'aws:kms' } as const;

let installation: Installation;
let s3: S3Client;
beforeAll(async () => {
  installation = await Installation.start({ COFFER_BUCKET_KEY_SECONDS: '1' });
  s3 = installation.s3({ maxAttempts: 1 });
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of ['kms', 'gone']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'sealed', ...kmsKey }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 's3', Body: 'sealed' }));
});

/** The refusal of a request, and how long it took. */
async function refusal(request: Promise<unknown>): Promise<{ status: number | undefined; code: string; retryAfter: string | undefined; ms: number }> {
  const started = performance.now();
  const error: unknown = await request.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof S3ServiceException)) throw new Error('the request was not refused by the service', { cause: error });
  const headers = error.$response?.headers as Record<string, string> | undefined;
  return { status: error.$metadata.httpStatusCode, code: error.name, retryAfter: headers?.['retry-after'], ms: performance.now() - started };
}

async function retried<T>(request: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      return await request();
    } catch {
      await wait(100);
    }
  }
  return request();
}

describe('while the KMS is away', () => {
  beforeAll(async () => {
    await installation.kms.stop();
    await wait(1100);
  });

  const needKeys: [string, () => Promise<unknown>][] = [
    ['PUT with SSE-KMS', () => s3.send(new PutObjectCommand({ Bucket, Key: 'new', Body: 'x', ...kmsKey }))],
    ['PUT with SSE-S3', () => s3.send(new PutObjectCommand({ Bucket, Key: 'new', Body: 'x' }))],
    ['GET of an SSE-KMS object', () => s3.send(new GetObjectCommand({ Bucket, Key: 'kms' }))],
    ['GET of an SSE-S3 object', () => s3.send(new GetObjectCommand({ Bucket, Key: 's3' }))],
    ['a copy', () => s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/kms` }))],
  ];
  it.each(needKeys)('%s is 503 with Retry-After, in time', async (_, request) => {
    const { status, code, retryAfter, ms } = await refusal(request());
    expect({ status, code }).toEqual({ status: 503, code: 'ServiceUnavailable' });
    expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
    expect(ms).toBeLessThan(ANSWER_MS_MAX);
  });

  it('answers at once when it has been away for a while', async () => {
    for (let time = 0; time < 10; time += 1) await refusal(s3.send(new GetObjectCommand({ Bucket, Key: 'kms' })));
    const times = await Promise.all(Array.from({ length: 50 }, () => refusal(s3.send(new GetObjectCommand({ Bucket, Key: 'kms' })))));
    expect(Math.max(...times.map(({ ms }) => ms))).toBeLessThan(ANSWER_MS_MAX);
  });

  it('HEAD, LIST and DELETE go on, and so does SSE-C', async () => {
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'kms' }))).resolves.toMatchObject({ ContentLength: 6 });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['kms', 's3']);
    const customer = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: Buffer.alloc(32, 1).toString('base64') };
    await s3.send(new PutObjectCommand({ Bucket, Key: 'customer', Body: 'mine', ...customer }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'customer', ...customer }));
    expect(await Body?.transformToString()).toBe('mine');
  });

  it('storage-service starts, and serves what needs no key', async () => {
    await installation.storage.stop();
    await installation.startStorage();
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'kms' }))).resolves.toMatchObject({ ContentLength: 6 });
    expect(await refusal(s3.send(new GetObjectCommand({ Bucket, Key: 'kms' })))).toMatchObject({ status: 503 });
  });

  it('everything works again by itself once the KMS is back', async () => {
    await installation.startKms();
    const back = performance.now();
    const { Body } = await retried(() => s3.send(new GetObjectCommand({ Bucket, Key: 'kms' })));
    expect(await Body?.transformToString()).toBe('sealed');
    expect(performance.now() - back).toBeLessThan(5000);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'new', Body: 'x', ...kmsKey }));
  });
});
