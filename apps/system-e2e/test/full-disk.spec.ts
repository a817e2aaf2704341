import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterTests, tempDir } from '@coffer/testing';

import { Installation } from '../src/installation.js';

jest.setTimeout(120_000);

const Bucket = 'full';
const MIB = 1024 ** 2;
const DISK_MIB = 96;
const disk = join(tempDir(), 'disk');

/** A small file system of its own; mounting takes root, which `.ci/run` has. */
function mounted(): boolean {
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(DISK_MIB)}m`, 'tmpfs', disk], { stdio: 'ignore' });
    afterTests(() => { execFileSync('umount', ['--lazy', disk]); });
    return true;
  } catch {
    return false;
  }
}

function describeOnSmallDisk(suite: () => void): void {
  if (mounted()) {
    describe('a disk that is full', suite);
    return;
  }
  it('a small file system cannot be mounted here: the suite of the full disk was NOT RUN', () => {
    expect({ demanded: process.env['COFFER_E2E_REQUIRE_ALL'] === '1' }).toEqual({ demanded: false });
  });
}

describeOnSmallDisk(() => {
  let s3: S3Client;
  beforeAll(async () => {
    const installation = await Installation.start({}, disk);
    s3 = installation.s3({ maxAttempts: 1 });
    await s3.send(new CreateBucketCommand({ Bucket }));
  });

  const put = (Key: string, Body: Buffer): Promise<unknown> => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const bytesOf = async (Key: string): Promise<Buffer> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };

  it('refuses large and small objects with 503, keeps what was there, and takes more once there is room', async () => {
    const kept = randomBytes(4 * MIB);
    await put('kept', kept);
    await put('ballast', randomBytes(8 * MIB));
    await expect(put('kept', randomBytes(DISK_MIB * MIB))).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    expect((await bytesOf('kept')).equals(kept)).toBe(true);

    const filled: string[] = [];
    const refused: unknown = await (async () => {
      for (let index = 0; index < 4 * DISK_MIB; index += 1) {
        await put(`fill/${String(index)}`, randomBytes(MIB));
        filled.push(`fill/${String(index)}`);
      }
    })().catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
    const small: unknown = await (async () => {
      for (let index = 0; index < 4000; index += 1) await put(`small/${String(index)}`, randomBytes(20_000));
    })().catch((error: unknown) => error);
    expect(small).toMatchObject({ $metadata: { httpStatusCode: 503 } });

    expect((await bytesOf('kept')).equals(kept)).toBe(true);
    for (const Key of ['ballast', ...filled.slice(0, 4)]) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    const after = randomBytes(2 * MIB);
    await put('after', after);
    expect((await bytesOf('after')).equals(after)).toBe(true);
  });
});
