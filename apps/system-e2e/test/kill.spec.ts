import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import {
  CompleteMultipartUploadCommand, CreateBucketCommand, CreateMultipartUploadCommand, GetObjectCommand, ListPartsCommand, PutObjectCommand, UploadPartCommand, type S3Client,
} from '@aws-sdk/client-s3';

import { Installation } from '../src/installation.js';
import { slowBody } from '../src/slow-body.js';
import { filesOf } from '../src/tree.js';

jest.setTimeout(120_000);

const Bucket = 'kill';
const MIB = 1024 ** 2;
const encryption = { ServerSideEncryption: 'aws:kms' } as const;

let installation: Installation;
let s3: S3Client;
beforeAll(async () => {
  installation = await Installation.start();
  s3 = installation.s3({ maxAttempts: 1 });
  await s3.send(new CreateBucketCommand({ Bucket }));
});

async function bytesOf(Key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function bodyFiles(): Promise<number> {
  return (await filesOf(installation.dataDir)).filter((file) => file.includes('/bodies/')).length;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await wait(50);
  }
  throw new Error('it did not come true in time');
}

describe('storage-service, killed', () => {
  it('has everything that it answered, small and large', async () => {
    const bodies = new Map(Array.from({ length: 40 }, (_, index) => [`answered/${String(index)}`, randomBytes(index % 2 === 0 ? 1000 : 200_000)]));
    await Promise.all([...bodies].map(([Key, Body]) => s3.send(new PutObjectCommand({ Bucket, Key, Body, ...encryption }))));
    await installation.storage.kill();
    await installation.startStorage();
    for (const [Key, body] of bodies) expect((await bytesOf(Key)).equals(body)).toBe(true);
  });

  it('has the old object or the new one of every name it was putting', async () => {
    const old = Buffer.alloc(1000, 'old');
    const names = Array.from({ length: 64 }, (_, index) => `racing/${String(index)}`);
    await Promise.all(names.map((Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body: old, ...encryption }))));
    const answered = new Set<string>();
    const fresh = (Key: string): Buffer => Buffer.alloc(40_000 + Key.length, Key);
    const puts = names.map((Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body: fresh(Key), ...encryption })).then(() => answered.add(Key), () => undefined));
    await wait(30);
    await installation.storage.kill();
    await Promise.all(puts);
    await installation.startStorage();
    for (const Key of names) {
      const bytes = await bytesOf(Key);
      const isNew = bytes.equals(fresh(Key));
      expect(isNew || (!answered.has(Key) && bytes.equals(old))).toBe(true);
    }
  });

  it('keeps the old object when it dies in mid-PUT, and sweeps what was begun', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'before', ...encryption }));
    const before = await bodyFiles();
    const body = slowBody(randomBytes(24 * MIB), randomBytes(MIB));
    const put = s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: body.stream, ContentLength: 25 * MIB, ...encryption })).catch((error: unknown) => error);
    await until(async () => (await bodyFiles()) > before);
    await installation.storage.kill();
    body.goOn();
    expect(await put).toBeInstanceOf(Error);
    await installation.startStorage();
    expect((await bytesOf('kept')).toString()).toBe('before');
    await until(async () => (await bodyFiles()) === before);
  });

  it('has the parts that it answered when it dies in mid-multipart, and the upload goes on', async () => {
    const Key = 'upload';
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...encryption }));
    const [first, second] = [randomBytes(6 * MIB), randomBytes(5 * MIB)];
    const one = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: first }));
    const body = slowBody(second.subarray(0, 4 * MIB), second.subarray(4 * MIB));
    const dying = s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 2, Body: body.stream, ContentLength: 5 * MIB })).catch((error: unknown) => error);
    await body.begun;
    await installation.storage.kill();
    body.goOn();
    expect(await dying).toBeInstanceOf(Error);
    await installation.startStorage();
    const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    expect(Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1]);
    const two = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 2, Body: second }));
    const parts = [{ PartNumber: 1, ETag: one.ETag }, { PartNumber: 2, ETag: two.ETag }];
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: parts } }));
    expect((await bytesOf(Key)).equals(Buffer.concat([first, second]))).toBe(true);
  });
});

describe('kms-service, killed', () => {
  it('has every key that it answered with, and what was under way ends by itself', async () => {
    const body = slowBody(randomBytes(8 * MIB), randomBytes(MIB));
    const put = s3.send(new PutObjectCommand({ Bucket, Key: 'under way', Body: body.stream, ContentLength: 9 * MIB, ...encryption }));
    await body.begun;
    await installation.kms.kill();
    body.goOn();
    await put;
    await expect(bytesOf('under way')).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    await installation.startKms();
    await until(() => bytesOf('under way').then((bytes) => bytes.length === 9 * MIB, () => false));
  });

  it('in mid-multipart lets the upload go on once it is back', async () => {
    const Key = 'upload across a KMS';
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...encryption }));
    await installation.kms.kill();
    const part = (): Promise<{ ETag?: string | undefined }> => s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'the only part' }));
    await expect(part()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    await installation.startKms();
    await until(() => part().then(() => true, () => false));
    const { ETag } = await part();
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
    expect((await bytesOf(Key)).toString()).toBe('the only part');
  });
});
