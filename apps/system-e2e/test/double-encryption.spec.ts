import { randomBytes } from 'node:crypto';

import { buildClient, CommitmentPolicy, KMS, KmsKeyringNode, type KeyringNode } from '@aws-crypto/client-node';
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { KMSClient } from '@aws-sdk/client-kms';
import { KmsKeyring, S3EncryptionClient } from '@coffer/s3-encryption-client';

import { newKeyId, storedObject } from '../src/client-side.js';
import { ACCOUNT_ID, Installation, REGION } from '../src/installation.js';

jest.setTimeout(120_000);

const Bucket = 'double';
const body = randomBytes(300_000);
let installation: Installation;
let s3: S3Client;
let kms: KMSClient;

beforeAll(async () => {
  installation = await Installation.start();
  s3 = installation.s3();
  kms = installation.kmsClient();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

/** The Encryption SDK wants whole ARNs, and a client for their region. */
function esdkKeyring(keyId: string): KeyringNode {
  // The Encryption SDK's interface of a KMS is looser than the SDK's own type about what is absent.
  type ClientProvider = NonNullable<ConstructorParameters<typeof KmsKeyringNode>[0]>['clientProvider'];
  const clientProvider = (() => new KMS({ endpoint: installation.kmsUrl, region: REGION, credentials: installation.credentials })) as unknown as NonNullable<ClientProvider>;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- its class is made by a function, and so has another type than its own client asks for
  return new KmsKeyringNode({ generatorKeyId: `arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/${keyId}`, clientProvider });
}

it('SSE-KMS goes over client-side encryption: two keys, each needed, neither knowing of the other', async () => {
  const [inner, outer] = [await newKeyId(kms), await newKeyId(kms)];
  const client = new S3EncryptionClient({ s3, keyring: new KmsKeyring({ kms, keyId: inner }) });
  const encryptionContext = { team: 'blue' };
  for (const size of [body.length, 9 * 1024 ** 2]) {
    const plaintext = randomBytes(size);
    await client.putObject({ Bucket, Key: 'both', Body: plaintext, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: outer }, { encryptionContext });
    const { Body, SSEKMSKeyId, ServerSideEncryption } = await client.getObject({ Bucket, Key: 'both' }, { encryptionContext });
    expect(plaintext.equals(await Body.transformToByteArray())).toBe(true);
    expect({ ServerSideEncryption, SSEKMSKeyId }).toEqual({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: expect.stringMatching(new RegExp(`${outer}$`)) });
    const stored = await storedObject(s3, Bucket, 'both');
    expect(stored.body).toHaveLength(size + 16);
    expect(stored.body.includes(plaintext.subarray(0, 32))).toBe(false);
  }
});

it('the AWS Encryption SDK for JavaScript seals under keys of this KMS, and its message is an object like any other', async () => {
  const keyring = esdkKeyring(await newKeyId(kms));
  const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
  const { result } = await encrypt(keyring, body, { encryptionContext: { team: 'blue' } });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'message', Body: result, ServerSideEncryption: 'aws:kms' }));
  const { ServerSideEncryption } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'message' }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'message' }));
  const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from((await Body?.transformToByteArray()) ?? []));
  expect(plaintext.equals(body)).toBe(true);
  expect([ServerSideEncryption, messageHeader.encryptionContext['team']]).toEqual(['aws:kms', 'blue']);
});

it('the S3 Encryption Client seals what the AWS Encryption SDK sealed, and the other way round', async () => {
  const keyId = await newKeyId(kms);
  const keyring = esdkKeyring(keyId);
  const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
  const client = new S3EncryptionClient({ s3, keyring: new KmsKeyring({ kms, keyId }) });
  await client.putObject({ Bucket, Key: 'nested', Body: (await encrypt(keyring, body)).result });
  const { Body } = await client.getObject({ Bucket, Key: 'nested' });
  expect((await decrypt(keyring, Buffer.from(await Body.transformToByteArray()))).plaintext.equals(body)).toBe(true);
});
