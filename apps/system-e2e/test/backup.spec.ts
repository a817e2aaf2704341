import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { runProcess, startProcess, tempDir } from '@coffer/testing';

import { Installation } from '../src/installation.js';

const Bucket = 'kept';
/** Beside the record, and in a file of its own. */
const BODIES = { small: Buffer.alloc(1_000, 's'), large: Buffer.alloc(300_000, 'l') };

/** One of each mode whose keys the KMS keeps, small and large. */
async function seed({ s3, kmsClient }: { readonly s3: S3Client; readonly kmsClient: ReturnType<Installation['kmsClient']> }): Promise<ReadonlyMap<string, Buffer>> {
  const { KeyMetadata } = await kmsClient.send(new CreateKeyCommand({}));
  const modes: Readonly<Record<string, Partial<PutObjectCommandInput>>> = {
    s3: {}, kms: { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyMetadata?.KeyId }, bucketKey: { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyMetadata?.KeyId, BucketKeyEnabled: true },
  };
  await s3.send(new CreateBucketCommand({ Bucket }));
  const written = new Map<string, Buffer>();
  for (const [mode, how] of Object.entries(modes)) {
    for (const [size, Body] of Object.entries(BODIES)) {
      await s3.send(new PutObjectCommand({ Bucket, Key: `${mode}/${size}`, Body, ...how }));
      written.set(`${mode}/${size}`, Body);
    }
  }
  return written;
}

const read = async (s3: S3Client, Key: string): Promise<Buffer> => Buffer.from((await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToByteArray()) ?? []);

/** An installation that was used and stopped, and a copy of all it kept: the drill of docs/operations.md. */
async function backedUp(): Promise<{ readonly installation: Installation; readonly written: ReadonlyMap<string, Buffer>; readonly backup: string }> {
  const installation = await Installation.start();
  const written = await seed({ s3: installation.s3(), kmsClient: installation.kmsClient() });
  await installation.stop();
  const backup = join(tempDir(), 'backup');
  cpSync(installation.dataDir, backup, { recursive: true, preserveTimestamps: true });
  return { installation, written, backup };
}

/** The settings of the same services over another directory. */
function moved(installation: Installation, service: 'kms-service' | 'storage-service', to: string): Record<string, string> {
  return Object.fromEntries(Object.entries(installation.settingsOf(service)).map(([name, value]) => [name, value.replace(installation.dataDir, to)]));
}

describe('a backup of keys and objects together', () => {
  it('restored elsewhere opens everything that was written', async () => {
    const { installation, written, backup } = await backedUp();
    const elsewhere = join(tempDir(), 'restored');
    cpSync(backup, elsewhere, { recursive: true });
    rmSync(installation.dataDir, { recursive: true });
    await startProcess('kms-service', moved(installation, 'kms-service', elsewhere));
    await startProcess('storage-service', moved(installation, 'storage-service', elsewhere));
    const s3 = installation.s3();
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents.map(({ Key }) => Key)).toEqual([...written.keys()].sort());
    for (const [key, body] of written) expect((await read(s3, key)).equals(body)).toBe(true);
    s3.destroy();
  });
});

describe('a backup of objects without the keys', () => {
  it('lists what was written, and opens none of it', async () => {
    const { installation, written, backup } = await backedUp();
    rmSync(join(backup, 'kms'), { recursive: true });
    await startProcess('kms-service', moved(installation, 'kms-service', backup));
    await startProcess('storage-service', moved(installation, 'storage-service', backup));
    const s3 = installation.s3({ maxAttempts: 1 });
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(written.size);
    for (const key of written.keys()) await expect(read(s3, key)).rejects.toMatchObject({ $metadata: { httpStatusCode: expect.any(Number) as number } });
    s3.destroy();
  });

  it('is refused at the start where the keys are there and the root key is another', async () => {
    const { installation, backup } = await backedUp();
    const settings = moved(installation, 'kms-service', backup);
    const other = await Installation.start();
    await other.stop();
    cpSync(join(other.dataDir, 'root.key'), join(backup, 'root.key'));
    const before = readFileSync(join(backup, 'kms', 'data.mdb'));
    const { code, stderr } = await runProcess('kms-service', settings);
    expect([code, stderr]).toEqual([1, 'COFFER_KMS_ROOT_KEY_FILE: this root key does not fit the keys that are kept; give the one that they were made under\n']);
    expect(readFileSync(join(backup, 'kms', 'data.mdb')).equals(before)).toBe(true);
  });
});
