import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { KmsKeyring, RawAesKeyring, RawRsaKeyring, S3EncryptionClient, type Keyring, type S3EncryptionClientOptions } from '@coffer/s3-encryption-client';
import { vectors } from '@coffer/testing';

import { newKeyId, store } from '../src/client-side.js';
import { Installation } from '../src/installation.js';
import { workspace } from '../src/tree.js';

jest.setTimeout(120_000);

/** An object as one of AWS's clients wrote it. See libs/s3-encryption-client/compatibility for how. */
interface Fixture {
  readonly why: string;
  readonly format: 'V1' | 'V2' | 'V2 CBC' | 'V3';
  readonly wrap: string;
  readonly context: Record<string, string>;
  readonly metadata: Record<string, string>;
  readonly instructionFile?: Record<string, string>;
  readonly body: string;
  readonly plaintext: string;
  /** Of objects whose key a KMS wrapped: that KMS is gone, so its blob, which is opaque to every client, is made anew. */
  readonly dataKey?: string;
  readonly kmsContext?: Record<string, string>;
}

const Bucket = 'fixtures';
const directory = join(workspace, 'libs/s3-encryption-client/vectors');
const keys = JSON.parse(readFileSync(join(directory, 'insecure-keys.json'), 'utf8')) as Record<'aesKey' | 'rsaPublicKey' | 'rsaPrivateKey', string>;

let s3: S3Client;
let kms: KMSClient;
let keyId: string;

beforeAll(async () => {
  const installation = await Installation.start();
  s3 = installation.s3();
  kms = installation.kmsClient();
  keyId = await newKeyId(kms);
  await s3.send(new CreateBucketCommand({ Bucket }));
});

function keyringFor(wrap: string): Keyring {
  if (wrap.startsWith('kms')) return new KmsKeyring({ kms, keyId });
  if (wrap.startsWith('AES')) return new RawAesKeyring({ wrappingKey: Buffer.from(keys.aesKey, 'base64'), materialsDescription: { key: 'aes' } });
  return new RawRsaKeyring({ privateKey: keys.rsaPrivateKey, materialsDescription: { key: 'rsa' } });
}

async function restored(fixture: Fixture, Key: string): Promise<void> {
  const anew = await entriesWithBlob(fixture);
  const { metadata, instructionFile } = fixture;
  if (instructionFile !== undefined) await store(s3, Bucket, `${Key}.instruction`, { body: Buffer.from(JSON.stringify({ ...instructionFile, ...anew })), metadata: {} });
  const entries = instructionFile === undefined ? { ...metadata, ...anew } : metadata;
  await store(s3, Bucket, Key, { body: Buffer.from(fixture.body, 'base64'), metadata: Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, asS3Answers(value)])) });
}

/** The SDK signs other bytes beyond ASCII than it sends. S3 answers them, read as Latin-1, in an encoded word; so they are put that way. */
function asS3Answers(value: string): string {
  return /[^ -~]/.test(value) ? `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=` : value;
}

async function entriesWithBlob({ format, dataKey, kmsContext }: Fixture): Promise<Record<string, string>> {
  if (dataKey === undefined) return {};
  const { CiphertextBlob = new Uint8Array() } = await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from(dataKey, 'base64'), EncryptionContext: kmsContext }));
  return { [format === 'V3' ? 'x-amz-3' : 'x-amz-key-v2']: Buffer.from(CiphertextBlob).toString('base64') };
}

const strict = (format: Fixture['format']): Partial<S3EncryptionClientOptions> => ({ commitmentPolicy: format === 'V3' ? 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT' : 'FORBID_ENCRYPT_ALLOW_DECRYPT' });
const legacy = { enableLegacyWrappingAlgorithms: true, enableLegacyUnauthenticatedModes: true };

describe.each([['Java', 'java'], ['Python', 'python'], ['Ruby', 'ruby']])('what AWS\'s client for %s wrote', (_, peer) => {
  it.each(vectors<Fixture>(join(directory, `written-by-${peer}.json`)).map((fixture): [string, Fixture] => [fixture.why, fixture]))('%s', async (why, fixture) => {
    const Key = `${peer}/${why}`;
    await restored(fixture, Key);
    const old = fixture.format === 'V1' || fixture.format === 'V2 CBC';
    const options = { s3, keyring: keyringFor(fixture.wrap), ...strict(fixture.format), ...(old ? legacy : {}) };
    const client = new S3EncryptionClient(options);
    const plaintext = Buffer.from(fixture.plaintext, 'base64');
    const call = { encryptionContext: fixture.context };
    const { Body, ContentLength } = await client.getObject({ Bucket, Key }, call);
    expect([plaintext.equals(await Body.transformToByteArray()), ContentLength]).toEqual([true, plaintext.length]);
    const head = await client.headObject({ Bucket, Key });
    expect(head.ClientSideEncryption?.format).toBe(fixture.format.slice(0, 2));
    if (!old) expect(head.ContentLength).toBe(plaintext.length);
    if (!old) return;
    for (const off of Object.keys(legacy)) {
      await expect(new S3EncryptionClient({ ...options, [off]: false }).getObject({ Bucket, Key }, call)).rejects.toMatchObject({ code: 'LegacyDisabled' });
    }
    await expect(new S3EncryptionClient({ ...options, enableUnauthenticatedRanges: true }).getObject({ Bucket, Key, Range: 'bytes=0-0' }, call)).rejects.toMatchObject({ code: 'UnsupportedAlgorithm' });
    await expect(new S3EncryptionClient({ ...options, commitmentPolicy: 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT' }).getObject({ Bucket, Key }, call)).rejects.toMatchObject({ code: 'CommitmentPolicy' });
  });
});
