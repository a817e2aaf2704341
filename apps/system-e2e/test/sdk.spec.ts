import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';

import { CreateAliasCommand, CreateKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  CopyObjectCommand, CreateBucketCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, type PutObjectCommandInput, type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { Installation } from '../src/installation.js';
import { filesOf, workspace } from '../src/tree.js';

jest.setTimeout(300_000);

const CONCURRENCY = 32;
const customerKey = randomBytes(32);
const customer = {
  SSECustomerAlgorithm: 'AES256',
  SSECustomerKey: customerKey.toString('base64'),
  SSECustomerKeyMD5: createHash('md5').update(customerKey).digest('base64'),
};
const context = Buffer.from(JSON.stringify({ team: 'blue' })).toString('base64');
const modes: [string, Partial<PutObjectCommandInput>, object][] = [
  ['SSE-S3', { ServerSideEncryption: 'AES256' }, {}],
  ['SSE-KMS with the default key', { ServerSideEncryption: 'aws:kms' }, {}],
  ['SSE-KMS with an alias and a context', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/e2e', SSEKMSEncryptionContext: context }, {}],
  ['SSE-KMS with a bucket key', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/e2e', BucketKeyEnabled: true }, {}],
  ['SSE-C', customer, customer],
];

let installation: Installation;
let s3: S3Client;
let kms: KMSClient;
const Bucket = 'sdk';

beforeAll(async () => {
  installation = await Installation.start();
  s3 = installation.s3();
  kms = installation.kmsClient();
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/e2e', TargetKeyId: KeyMetadata?.KeyId }));
  await s3.send(new CreateBucketCommand({ Bucket }));
});

async function bytesOf(Key: string, more: object = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  if (!Body) throw new Error('there is no body');
  return Buffer.from(await Body.transformToByteArray());
}

describe.each(modes)('the AWS SDK with %s', (name, put, get) => {
  it('puts, heads and gets, whole and in ranges', async () => {
    const body = randomBytes(1_000_000);
    const Key = `${name}/one é`;
    const result = await s3.send(new PutObjectCommand({ Bucket, Key, Body: body, Metadata: { team: 'blue' }, ...put }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ...get }));
    expect(head).toMatchObject({ ContentLength: body.length, ETag: result.ETag, Metadata: { team: 'blue' } });
    expect(head.ServerSideEncryption).toBe(name === 'SSE-C' ? undefined : (put.ServerSideEncryption ?? 'AES256'));
    if (name.includes('KMS')) expect(head.SSEKMSKeyId).toMatch(/^arn:aws:kms:us-east-1:000000000000:key\/[0-9a-f-]{36}$/);
    expect((await bytesOf(Key, get)).equals(body)).toBe(true);
    for (const [range, slice] of [['bytes=0-0', body.subarray(0, 1)], ['bytes=65500-131100', body.subarray(65_500, 131_101)], ['bytes=-7', body.subarray(-7)]] as const) {
      expect((await bytesOf(Key, { Range: range, ...get })).equals(slice)).toBe(true);
    }
  });

  it('uploads 300 MiB from a stream, in parts, and copies it', async () => {
    const chunk = randomBytes(1024 ** 2);
    const body = Readable.from(Array.from({ length: 300 }, () => chunk));
    const Key = `${name}/large`;
    await new Upload({ client: s3, params: { Bucket, Key, Body: body, ...put }, partSize: 16 * 1024 ** 2, queueSize: 4 }).done();
    const hash = createHash('sha256');
    const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket, Key, ...get }));
    for await (const bytes of Body as Readable) hash.update(bytes as Buffer);
    const expected = createHash('sha256');
    for (let index = 0; index < 300; index += 1) expected.update(chunk);
    expect(ContentLength).toBe(300 * 1024 ** 2);
    expect(hash.digest('hex')).toBe(expected.digest('hex'));
    const source = name === 'SSE-C' ? { CopySourceSSECustomerAlgorithm: 'AES256', CopySourceSSECustomerKey: customer.SSECustomerKey, CopySourceSSECustomerKeyMD5: customer.SSECustomerKeyMD5 } : {};
    await s3.send(new CopyObjectCommand({ Bucket, Key: `${Key}.copy`, CopySource: `${Bucket}/${encodeURIComponent(Key)}`, ...source }));
    expect((await bytesOf(`${Key}.copy`, { Range: 'bytes=1048570-1048585' })).equals(Buffer.concat([chunk, chunk]).subarray(1_048_570, 1_048_586))).toBe(true);
  });

  it('moves a tree of real files', async () => {
    const root = join(workspace, 'node_modules/@aws-sdk/client-kms');
    const files = await filesOf(root);
    const queue = [...files];
    const worker = async (): Promise<void> => {
      for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
        const Key = `${name}/tree/${relative(root, file)}`;
        const body = await readFile(file);
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: body, ...put }));
        expect((await bytesOf(Key, get)).equals(body)).toBe(true);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    const listed: string[] = [];
    for (let token: string | undefined, more = true; more; ) {
      const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${name}/tree/`, MaxKeys: 100, ...(token !== undefined && { ContinuationToken: token }) }));
      listed.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
      token = page.NextContinuationToken;
      more = page.IsTruncated === true;
    }
    expect(listed).toHaveLength(files.length);
  });

  it('presigns uploads and downloads', async () => {
    const Key = `${name}/presigned`;
    const putUrl = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key, ...put }), { expiresIn: 60 });
    const sent = await fetch(putUrl, { method: 'PUT', body: 'by link', headers: headersOf(put) });
    expect({ status: sent.status, text: await sent.text() }).toEqual({ status: 200, text: '' });
    expect((await bytesOf(Key, get)).toString()).toBe('by link');
    if (name === 'SSE-C') return;
    const getUrl = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    expect(await (await fetch(getUrl)).text()).toBe('by link');
    expect((await fetch(getUrl, { method: 'DELETE' })).status).toBe(403);
  });
});

/** What a presigned upload must send beside the link: every encryption header of the request is signed, and none can stand in the query. */
function headersOf(put: Partial<PutObjectCommandInput>): Record<string, string> {
  const headers = {
    'x-amz-server-side-encryption': put.ServerSideEncryption,
    'x-amz-server-side-encryption-aws-kms-key-id': put.SSEKMSKeyId,
    'x-amz-server-side-encryption-context': put.SSEKMSEncryptionContext,
    'x-amz-server-side-encryption-bucket-key-enabled': put.BucketKeyEnabled === true ? 'true' : undefined,
    'x-amz-server-side-encryption-customer-algorithm': put.SSECustomerAlgorithm,
    'x-amz-server-side-encryption-customer-key': put.SSECustomerKey,
    'x-amz-server-side-encryption-customer-key-md5': put.SSECustomerKeyMD5,
  };
  return Object.fromEntries(Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined));
}
