import { CreateBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DisableKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { KmsKeyring, RawAesKeyring, RawRsaKeyring, S3EncryptionClient, type Keyring, type S3EncryptionClientOptions } from '@coffer/s3-encryption-client';

import { newKeyId, newRsaKeyPair, storedObject } from '../src/client-side.js';
import { Installation } from '../src/installation.js';

jest.setTimeout(120_000);

const Bucket = 'rotation';
let s3: S3Client;
let kms: KMSClient;

beforeAll(async () => {
  const installation = await Installation.start();
  s3 = installation.s3();
  kms = installation.kmsClient();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

const FORMATS = [['V3', 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT'], ['V2', 'FORBID_ENCRYPT_ALLOW_DECRYPT']] as const;
type Policy = (typeof FORMATS)[number][1];

const aes = (fill: number, key: string): RawAesKeyring => new RawAesKeyring({ wrappingKey: Buffer.alloc(32, fill), materialsDescription: { key } });
const clientOf = (keyring: Keyring, commitmentPolicy: Policy, more: Partial<S3EncryptionClientOptions> = {}): S3EncryptionClient =>
  new S3EncryptionClient({ s3, keyring, commitmentPolicy, instructionFiles: 'write', ...more });
const textOf = async (client: S3EncryptionClient, Key: string, options = {}): Promise<string> => (await client.getObject({ Bucket, Key }, options)).Body.transformToString();

describe.each(FORMATS)('reEncryptInstructionFile of a %s object', (format, policy) => {
  it('gives it to another AES key, and leaves the body as it is', async () => {
    const Key = `aes/${format}`;
    const old = clientOf(aes(1, 'old'), policy);
    await old.putObject({ Bucket, Key, Body: 'text' });
    const before = await storedObject(s3, Bucket, Key);
    const output = await old.reEncryptInstructionFile({ Bucket, Key, newKeyring: aes(2, 'new'), enforceRotation: true });
    expect(output).toEqual({ Bucket, Key, InstructionFileSuffix: '.instruction', EnforceRotation: true });
    expect(await storedObject(s3, Bucket, Key)).toEqual(before);
    expect(await textOf(clientOf(aes(2, 'new'), policy), Key)).toBe('text');
    await expect(textOf(old, Key)).rejects.toMatchObject({ code: 'MaterialsMismatch' });
    const both = new RawAesKeyring({ wrappingKey: Buffer.alloc(32, 1), materialsDescription: { key: 'old' }, additionalDecryptionKeys: [{ wrappingKey: Buffer.alloc(32, 2), materialsDescription: { key: 'new' } }] });
    expect(await textOf(clientOf(both, policy), Key)).toBe('text');
  });

  it('writes a second file for a second reader, whose RSA key it is', async () => {
    const Key = `rsa/${format}`;
    const [mine, theirs] = [newRsaKeyPair(), newRsaKeyPair()];
    const owner = clientOf(new RawRsaKeyring({ ...mine, materialsDescription: { of: 'me' } }), policy);
    await owner.putObject({ Bucket, Key, Body: 'text' });
    const newKeyring = new RawRsaKeyring({ publicKey: theirs.publicKey, materialsDescription: { of: 'them' } });
    expect((await owner.reEncryptInstructionFile({ Bucket, Key, newKeyring, instructionFileSuffix: 'them', enforceRotation: true })).InstructionFileSuffix).toBe('.them');
    const reader = clientOf(new RawRsaKeyring({ privateKey: theirs.privateKey, materialsDescription: { of: 'them' } }), policy);
    expect(await textOf(reader, Key, { instructionFileSuffix: '.them' })).toBe('text');
    expect(await textOf(owner, Key)).toBe('text');
    await expect(textOf(reader, Key, { instructionFileSuffix: '.others' })).rejects.toMatchObject({ code: 'InstructionFile' });
  });

  it('refuses what is no rotation, and what no reader would find', async () => {
    const Key = `refused/${format}`;
    const client = clientOf(aes(1, 'old'), policy);
    await client.putObject({ Bucket, Key, Body: 'text' });
    const file = await storedObject(s3, Bucket, `${Key}.instruction`);
    const other = format === 'V3' ? 'FORBID_ENCRYPT_ALLOW_DECRYPT' : 'REQUIRE_ENCRYPT_ALLOW_DECRYPT';
    const refused = [
      [client.reEncryptInstructionFile({ Bucket, Key, newKeyring: aes(2, 'old') }), 'Rotation'],
      [client.reEncryptInstructionFile({ Bucket, Key, newKeyring: aes(1, 'new'), enforceRotation: true }), 'Rotation'],
      [client.reEncryptInstructionFile({ Bucket, Key, newKeyring: aes(2, 'new'), instructionFileSuffix: '.other' }), 'Rotation'],
      [client.reEncryptInstructionFile({ Bucket, Key, newKeyring: new KmsKeyring({ kms, keyId: 'x' }) }), 'Rotation'],
      [clientOf(aes(1, 'old'), policy, { instructionFiles: 'read' }).reEncryptInstructionFile({ Bucket, Key, newKeyring: aes(2, 'new') }), 'Configuration'],
      [clientOf(aes(3, 'old'), policy).reEncryptInstructionFile({ Bucket, Key, newKeyring: aes(2, 'new') }), 'KeyUnwrap'],
      [clientOf(aes(1, 'old'), other as Policy).reEncryptInstructionFile({ Bucket, Key, newKeyring: aes(2, 'new') }), 'Rotation'],
    ] as const;
    for (const [outcome, code] of refused) await expect(outcome).rejects.toMatchObject({ code });
    expect(await storedObject(s3, Bucket, `${Key}.instruction`)).toEqual(file);
    await clientOf(aes(1, 'old'), policy, { instructionFiles: 'read' }).putObject({ Bucket, Key: `${Key}/none`, Body: 'text' });
    await expect(client.reEncryptInstructionFile({ Bucket, Key: `${Key}/none`, newKeyring: aes(2, 'new') })).rejects.toMatchObject({ code: 'InstructionFile' });
  });
});

describe.each(FORMATS)('reWrapDataKey of a %s object', (format, policy) => {
  it.each(['read', 'write'] as const)('gives it to another KMS key without its body (%s)', async (instructionFiles) => {
    const Key = `kms/${format} ${instructionFiles} é`;
    const [oldKeyId, newKey] = [await newKeyId(kms), await newKeyId(kms)];
    const encryptionContext = { team: 'blue' };
    const old = clientOf(new KmsKeyring({ kms, keyId: oldKeyId }), policy, { instructionFiles });
    await old.putObject({ Bucket, Key, Body: 'text', ContentType: 'text/x-test', CacheControl: 'no-store', Metadata: { own: 'x' } }, { encryptionContext });
    const before = await storedObject(s3, Bucket, Key);
    await expect(old.reWrapDataKey({ Bucket, Key, kms, newKeyId: newKey })).rejects.toMatchObject({ code: 'EncryptionContextMismatch' });
    await old.reWrapDataKey({ Bucket, Key, kms, newKeyId: newKey, presentKeyId: oldKeyId, newEncryptionContext: { team: 'red' } }, { encryptionContext });
    await kms.send(new DisableKeyCommand({ KeyId: oldKeyId }));
    const reader = clientOf(new KmsKeyring({ kms, keyId: newKey }), policy);
    expect(await textOf(reader, Key, { encryptionContext: { team: 'red' } })).toBe('text');
    await expect(textOf(reader, Key, { encryptionContext })).rejects.toMatchObject({ code: 'EncryptionContextMismatch' });
    expect((await storedObject(s3, Bucket, Key)).body).toEqual(before.body);
    expect(await reader.headObject({ Bucket, Key })).toMatchObject({ ContentType: 'text/x-test', CacheControl: 'no-store', Metadata: { own: 'x' }, ContentLength: 4 });
  });
});

it('reWrapDataKey refuses what the KMS did not wrap', async () => {
  const client = clientOf(aes(1, 'old'), 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT');
  await client.putObject({ Bucket, Key: 'raw', Body: 'text' });
  await expect(client.reWrapDataKey({ Bucket, Key: 'raw', kms, newKeyId: 'x' })).rejects.toMatchObject({ code: 'WrongKeyring' });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'text' }));
  await expect(client.reWrapDataKey({ Bucket, Key: 'plain', kms, newKeyId: 'x' })).rejects.toMatchObject({ code: 'NotEncrypted' });
});
