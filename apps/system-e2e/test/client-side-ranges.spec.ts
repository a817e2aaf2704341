import { randomBytes } from 'node:crypto';

import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { S3EncryptionClient, type Keyring } from '@coffer/s3-encryption-client';

import { keyringsOf, store, storedObject } from '../src/client-side.js';
import { Installation } from '../src/installation.js';

jest.setTimeout(120_000);

const Bucket = 'ranges';
const SIZE = 100_003;
const plaintext = randomBytes(SIZE);

let s3: S3Client;
let keyring: Keyring;

beforeAll(async () => {
  const installation = await Installation.start();
  s3 = installation.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  keyring = (await keyringsOf(installation.kmsClient())).get('kms+context')!;
});

const FORMATS = [['V3', 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT'], ['V2', 'FORBID_ENCRYPT_ALLOW_DECRYPT']] as const;

describe.each(FORMATS)('a range of a %s object', (format, commitmentPolicy) => {
  let client: S3EncryptionClient;
  beforeAll(async () => {
    client = new S3EncryptionClient({ s3, keyring, commitmentPolicy, enableUnauthenticatedRanges: true });
    await client.putObject({ Bucket, Key: format, Body: plaintext });
    await client.putObject({ Bucket, Key: `${format}-empty` });
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-15', 0, 15],
    ['bytes=10-100', 10, 100],
    ['bytes=15-16', 15, 16],
    ['bytes=16-31', 16, 31],
    ['bytes=40-', 40, SIZE - 1],
    ['bytes=65535-65537', 65_535, 65_537],
    [`bytes=${SIZE - 1}-`, SIZE - 1, SIZE - 1],
    [`bytes=${SIZE - 1}-${SIZE + 40}`, SIZE - 1, SIZE - 1],
    [`bytes=5-${SIZE}`, 5, SIZE - 1],
    [`bytes=5-${SIZE + 15}`, 5, SIZE - 1],
    ['bytes=-1', SIZE - 1, SIZE - 1],
    ['bytes=-16', SIZE - 16, SIZE - 1],
    ['bytes=-777', SIZE - 777, SIZE - 1],
    [`bytes=-${SIZE}`, 0, SIZE - 1],
    [`bytes=-${SIZE + 1}`, 0, SIZE - 1],
    [`bytes=-${SIZE + 1_000}`, 0, SIZE - 1],
  ])('%s is the plaintext from %i to %i', async (Range, first, last) => {
    const { Body, ContentLength, ContentRange } = await client.getObject({ Bucket, Key: format, Range });
    expect(plaintext.subarray(first, last + 1).equals(await Body.transformToByteArray())).toBe(true);
    expect({ ContentLength, ContentRange }).toEqual({ ContentLength: last - first + 1, ContentRange: `bytes ${first}-${last}/${SIZE}` });
  });

  it.each([`bytes=${SIZE}-`, `bytes=${SIZE}-${SIZE + 5}`, `bytes=${SIZE + 15}-`, `bytes=${SIZE + 16}-`, `bytes=${SIZE + 5_000}-`, 'bytes=-0'])('%s holds nothing, and is refused', async (Range) => {
    await expect(client.getObject({ Bucket, Key: format, Range })).rejects.toMatchObject({ code: 'InvalidRange' });
  });

  it.each(['bytes=0-', 'bytes=0-0', 'bytes=-5'])('%s of an empty object holds nothing, and is refused', async (Range) => {
    await expect(client.getObject({ Bucket, Key: `${format}-empty`, Range })).rejects.toMatchObject({ code: 'InvalidRange' });
  });

  it.each(['bytes=1-2,4-5', 'bytes=5-4', 'bytes=-', 'bytes', '0-5', 'bytes=a-b', 'bytes= 1-2'])('%s is no range, and is never answered with the whole', async (Range) => {
    await expect(client.getObject({ Bucket, Key: format, Range })).rejects.toMatchObject({ code: 'InvalidArgument' });
  });

  it('is refused unless the client was told to answer ranges', async () => {
    const careful = new S3EncryptionClient({ s3, keyring, commitmentPolicy });
    await expect(careful.getObject({ Bucket, Key: format, Range: 'bytes=0-1' })).rejects.toMatchObject({ code: 'LegacyDisabled' });
  });

  it('still needs the context, the key and what the object commits to', async () => {
    const asked = { Bucket, Key: format, Range: 'bytes=0-1' };
    await expect(client.getObject(asked, { encryptionContext: { a: 'b' } })).rejects.toMatchObject({ code: 'EncryptionContextMismatch' });
    const { body, metadata } = await storedObject(s3, Bucket, format);
    const changes = format === 'V3' ? [['x-amz-d', 'CommitmentMismatch'], ['x-amz-3', 'KeyUnwrap']] : [['x-amz-key-v2', 'KeyUnwrap']];
    for (const [name, code] of changes as [string, string][]) {
      const value = Buffer.from(metadata[name]!, 'base64');
      value[value.length - 1] = value[value.length - 1]! ^ 1;
      await store(s3, Bucket, 'changed', { body, metadata: { ...metadata, [name]: value.toString('base64') } });
      await expect(client.getObject({ ...asked, Key: 'changed' })).rejects.toMatchObject({ code });
    }
  });
});
