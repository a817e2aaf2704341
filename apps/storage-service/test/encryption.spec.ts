import { createHash } from 'node:crypto';

import { CreateKeyCommand, CreateAliasCommand, DisableKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  CopyObjectCommand, CreateBucketCommand, CreateMultipartUploadCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, type PutObjectCommandInput, type S3Client,
} from '@aws-sdk/client-s3';

import { ALICE, bytes, refused, startLab, type Lab } from './lab.js';

const Bucket = 'sealed';
const SSE = 'x-amz-server-side-encryption';
const RULE = 'Requests specifying Server Side Encryption with Customer provided keys must';
let lab: Lab;
let s3: S3Client;
let kms: KMSClient;
let keyArn = '';

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
  kms = lab.kmsApi();
  await s3.send(new CreateBucketCommand({ Bucket }));
  keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/notes', TargetKeyId: keyArn }));
});

function customer(seed: number) {
  const key = Buffer.alloc(32, seed);
  return { SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.toString('base64'), SSECustomerKeyMD5: createHash('md5').update(key).digest('base64') };
}

const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body: bytes(5_000), ...more }));
const head = (Key: string, more: object = {}) => s3.send(new HeadObjectCommand({ Bucket, Key, ...more }));
async function read(Key: string, more: object = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** The same request with one header more, or less: what no SDK sends by itself. */
function altered(headers: Record<string, string | undefined>): S3Client {
  const client = lab.s3();
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      for (const [name, value] of Object.entries(headers)) {
        const others = Object.entries(request.headers).filter(([other]) => other.toLowerCase() !== name.toLowerCase());
        request.headers = Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
      }
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  return client;
}

describe('SSE-KMS', () => {
  it.each([
    ['the id', () => keyArn.split('/')[1]],
    ['the ARN', () => keyArn],
    ['the alias', () => 'alias/notes'],
    ["the alias's ARN", () => 'arn:aws:kms:us-east-1:000000000000:alias/notes'],
  ])('takes %s and answers with the ARN', async (_, keyId) => {
    const result = await put('kms', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId() });
    expect(result).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
    expect(result.BucketKeyEnabled).toBeUndefined();
    expect(await head('kms')).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
    expect((await read('kms')).equals(bytes(5_000))).toBe(true);
  });

  it("uses the account's managed key when none is named", async () => {
    const { SSEKMSKeyId } = await put('managed', { ServerSideEncryption: 'aws:kms' });
    expect(SSEKMSKeyId).toMatch(/^arn:aws:kms:us-east-1:000000000000:key\//);
    expect(SSEKMSKeyId).not.toBe(keyArn);
  });

  it('seals under a bucket key', async () => {
    expect(await put('bucket-key', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn, BucketKeyEnabled: true })).toMatchObject({ BucketKeyEnabled: true, SSEKMSKeyId: keyArn });
    expect(await head('bucket-key')).toMatchObject({ BucketKeyEnabled: true });
    expect((await read('bucket-key')).equals(bytes(5_000))).toBe(true);
  });

  it('gives a context back as sent, and does not need it again', async () => {
    const SSEKMSEncryptionContext = Buffer.from('{ "team": "blue" }').toString('base64');
    expect(await put('context', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn, SSEKMSEncryptionContext })).toMatchObject({ SSEKMSEncryptionContext });
    expect((await read('context')).equals(bytes(5_000))).toBe(true);
  });

  it('has an ETag that tells nothing and differs each time', async () => {
    const etags = [await put('etag', { ServerSideEncryption: 'aws:kms' }), await put('etag', { ServerSideEncryption: 'aws:kms' })].map(({ ETag }) => ETag);
    expect(etags[0]).toMatch(/^"[0-9a-f]{32}"$/);
    expect(etags[0]).not.toBe(etags[1]);
    expect(etags).not.toContain(`"${createHash('md5').update(bytes(5_000)).digest('hex')}"`);
  });

  it.each([
    ['no key id', 'not a key', "Invalid keyId 'not a key'"],
    ['a key that is not there', '11111111-2222-4333-8444-555555555555', "Key 'arn:aws:kms:us-east-1:000000000000:key/11111111-2222-4333-8444-555555555555' does not exist"],
    ['another region', 'arn:aws:kms:eu-west-1:000000000000:key/11111111-2222-4333-8444-555555555555', 'Invalid arn eu-west-1'],
  ])('reports %s in the words of the KMS', async (_, SSEKMSKeyId, message) => {
    for (const act of [
      () => put('bad', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId }),
      () => s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'bad', ServerSideEncryption: 'aws:kms', SSEKMSKeyId })),
    ]) {
      expect(await refused(act())).toMatchObject({ status: 400, code: 'KMS.NotFoundException', message });
    }
  });

  it('opens nothing under a disabled key', async () => {
    const arn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
    await put('disabled', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn });
    await kms.send(new DisableKeyCommand({ KeyId: arn }));
    const answer = { status: 400, code: 'KMS.DisabledException', message: `${arn} is disabled.` };
    expect(await refused(read('disabled'))).toMatchObject(answer);
    expect(await refused(put('disabled', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn }))).toMatchObject(answer);
    expect(await head('disabled')).toMatchObject({ SSEKMSKeyId: arn });
  });

  it('is for every principal of the account, each in their own name', async () => {
    const alice = lab.s3({ credentials: ALICE });
    await put('shared', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
    const { Body } = await alice.send(new GetObjectCommand({ Bucket, Key: 'shared' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes(5_000))).toBe(true);
  });

  it.each([
    ['a key without the mode', { [`${SSE}-aws-kms-key-id`]: 'alias/notes' }, 'InvalidArgument', `Server Side Encryption with AWS KMS managed key requires HTTP header ${SSE} : aws:kms`],
    ['a context that is none', { [SSE]: 'aws:kms', [`${SSE}-context`]: 'e30' }, 'InvalidArgument', `The header '${SSE}-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map`],
    ['an unknown mode', { [SSE]: 'rot13' }, 'InvalidEncryptionAlgorithmError', 'The Encryption request you specified is not valid. Supported value: AES256.'],
  ])('refuses %s', async (_, headers, code, message) => {
    const client = altered(headers);
    expect(await refused(client.send(new PutObjectCommand({ Bucket, Key: 'bad', Body: 'x' })))).toMatchObject({ status: 400, code, message });
  });

  it.each(['AES256', 'aws:kms'])('refuses %s on a read', async (mode) => {
    await put('plain');
    expect(await refused(altered({ [SSE]: mode }).send(new GetObjectCommand({ Bucket, Key: 'plain' })))).toMatchObject({
      status: 400, code: 'InvalidArgument', message: `${SSE} header is not supported for this operation.`,
    });
    expect(await refused(altered({ [SSE]: mode }).send(new HeadObjectCommand({ Bucket, Key: 'plain' })))).toMatchObject({ status: 400 });
  });
});

describe('SSE-C', () => {
  it('seals under the key of the customer and tells its MD5', async () => {
    const key = customer(1);
    const told = { SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: key.SSECustomerKeyMD5 };
    expect(await put('c', key)).toMatchObject(told);
    expect(await head('c', key)).toMatchObject({ ...told, ContentLength: 5_000 });
    expect((await read('c', key)).equals(bytes(5_000))).toBe(true);
    expect((await read('c', { ...key, Range: 'bytes=10-19' })).equals(bytes(5_000).subarray(10, 20))).toBe(true);
  });

  it('opens for no other key', async () => {
    await put('c', customer(1));
    const wrong = { status: 403, code: 'AccessDenied', message: `${RULE} provide the correct secret key.` };
    expect(await refused(read('c', customer(2)))).toMatchObject(wrong);
    expect(await refused(altered({ [`${SSE}-customer-key-md5`]: undefined }).send(new GetObjectCommand({ Bucket, Key: 'c', ...customer(1) })))).toMatchObject(wrong);
    expect(await refused(read('c'))).toMatchObject({
      status: 400, code: 'InvalidRequest',
      message: 'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    });
    expect(await refused(head('c'))).toMatchObject({ status: 400 });
    expect(await refused(head('c', customer(2)))).toMatchObject({ status: 403 });
    await put('s3');
    expect(await refused(read('s3', customer(1)))).toMatchObject({ status: 400, code: 'InvalidRequest', message: 'The encryption parameters are not applicable to this object.' });
  });

  it.each([
    ['another algorithm', { ...customer(1), SSECustomerAlgorithm: 'AES128' }, 'InvalidEncryptionAlgorithmError', 'The Encryption request you specified is not valid. Supported value: AES256.'],
    ['SSE-S3 besides', { ...customer(1), ServerSideEncryption: 'AES256' as const }, 'InvalidArgument', 'Server Side Encryption with Customer provided key is incompatible with the encryption method specified'],
  ])('refuses %s', async (_, key, code, message) => {
    expect(await refused(put('bad', key))).toMatchObject({ status: 400, code, message });
  });
});

describe("a customer key's MD5", () => {
  it('is checked', async () => {
    const wrong = altered({ [`${SSE}-customer-key-MD5`]: createHash('md5').update('x').digest('base64') });
    expect(await refused(wrong.send(new PutObjectCommand({ Bucket, Key: 'bad', Body: 'x', ...customer(1) })))).toMatchObject({
      status: 400, code: 'InvalidArgument', message: 'The calculated MD5 hash of the key did not match the hash that was provided.',
    });
  });
});

describe('copies', () => {
  const modes = [
    ['SSE-S3', {}, {}],
    ['SSE-KMS', { ServerSideEncryption: 'aws:kms' }, {}],
    ['SSE-KMS with a bucket key', { ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true }, {}],
    ['SSE-C', customer(3), customer(3)],
  ] as const;
  const pairs = modes.flatMap((from) => modes.map((to) => [from[0], to[0], from, to] as const));

  it.each(pairs)('go from %s to %s', async (_, __, [, write, readBack], [, target, targetRead]) => {
    await put('from', write);
    const source = 'SSECustomerKey' in readBack
      ? { CopySourceSSECustomerAlgorithm: 'AES256', CopySourceSSECustomerKey: readBack.SSECustomerKey, CopySourceSSECustomerKeyMD5: readBack.SSECustomerKeyMD5 }
      : {};
    const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from`, ...target, ...source }));
    expect(copied.CopyObjectResult?.LastModified).toBeInstanceOf(Date);
    expect((await read('to', targetRead)).equals(bytes(5_000))).toBe(true);
    const md5 = `"${createHash('md5').update(bytes(5_000)).digest('hex')}"`;
    expect(copied.CopyObjectResult?.ETag === md5).toBe(Object.keys(target).length === 0);
  });

  it('need the key of a sealed source', async () => {
    await put('from', customer(3));
    expect(await refused(s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` })))).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });
});
