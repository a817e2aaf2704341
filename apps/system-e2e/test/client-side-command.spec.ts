import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { CreateAliasCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { tempDir } from '@coffer/testing';

import { newKeyId, storedObject } from '../src/client-side.js';
import { Installation } from '../src/installation.js';
import { workspace } from '../src/tree.js';

jest.setTimeout(120_000);

const run = promisify(execFile);
const main = join(workspace, 'apps/coffer-cli/dist/main.js');
const Bucket = 'notes';
let installation: Installation;

beforeAll(async () => {
  installation = await Installation.start();
  const kms = installation.kmsClient();
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/notes', TargetKeyId: await newKeyId(kms) }));
  await installation.s3().send(new CreateBucketCommand({ Bucket }));
});

function coffer(...args: readonly string[]): Promise<{ readonly stdout: Buffer; readonly stderr: Buffer }> {
  const env = { ...installation.awsEnvironment(), PATH: process.env['PATH'], AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_S3: installation.s3Url, AWS_ENDPOINT_URL_KMS: installation.kmsUrl };
  return run(process.execPath, [main, ...args], { env, encoding: 'buffer', maxBuffer: 64 * 1024 ** 2 });
}

const refused = (...args: readonly string[]): Promise<{ readonly code: number; readonly stderr: string }> =>
  coffer(...args).then(() => { throw new Error('it was done'); }, (error: unknown) => {
    const { code, stderr } = error as { readonly code: number; readonly stderr: Buffer };
    return { code, stderr: stderr.toString() };
  });

it('coffer s3 seals a file and gives it back, under a KMS key and a context', async () => {
  const dir = tempDir();
  const body = randomBytes(17 * 1024 ** 2);
  await writeFile(join(dir, 'in'), body);
  await coffer('s3', 'cp', '--client-side', '--kms-key-id', 'alias/notes', '--context', 'team=blue', join(dir, 'in'), 's3://notes/a file');
  expect((await storedObject(installation.s3(), Bucket, 'a file')).body.includes(body.subarray(0, 64))).toBe(false);
  await coffer('s3', 'cp', '--client-side', '--context', 'team=blue', 's3://notes/a file', join(dir, 'out'));
  expect(body.equals(await readFile(join(dir, 'out')))).toBe(true);
  expect(body.equals((await coffer('s3', 'cat', '--client-side', '--context', 'team=blue', 's3://notes/a file')).stdout)).toBe(true);
  expect((await coffer('s3', 'cat', '--client-side', '--context', 'team=blue', '--range', 'bytes=-9', 's3://notes/a file')).stdout.equals(body.subarray(-9))).toBe(true);
  const head = JSON.parse((await coffer('s3', 'head', '--client-side', 's3://notes/a file')).stdout.toString()) as object;
  expect(head).toMatchObject({ ContentLength: body.length, SealedContentLength: body.length + 16, ClientSideEncryption: { format: 'V3', wrapAlgorithm: 'kms+context' } });
  expect(await refused('s3', 'cp', '--client-side', '--context', 'team=red', 's3://notes/a file', join(dir, 'no'))).toEqual({ code: 1, stderr: expect.stringMatching(/^coffer: EncryptionContextMismatch: /) });
  expect(await readdir(dir)).toEqual(['in', 'out']);
});

it('coffer s3 seals a file under a key that lies in one', async () => {
  const dir = tempDir();
  await writeFile(join(dir, 'key'), randomBytes(32).toString('base64'));
  await writeFile(join(dir, 'short'), randomBytes(31).toString('base64'));
  await writeFile(join(dir, 'in'), 'text');
  await coffer('s3', 'cp', '--client-side', '--aes-key-file', join(dir, 'key'), join(dir, 'in'), 's3://notes/raw');
  expect((await coffer('s3', 'cat', '--client-side', '--aes-key-file', join(dir, 'key'), 's3://notes/raw')).stdout.toString()).toBe('text');
  expect((await refused('s3', 'cat', '--client-side', '--aes-key-file', join(dir, 'short'), 's3://notes/raw')).code).toBe(2);
  expect(await refused('s3', 'cat', '--client-side', 's3://notes/raw')).toEqual({ code: 1, stderr: expect.stringMatching(/^coffer: WrongKeyring: /) });
});

it('coffer says what it can do, and what is wrong', async () => {
  expect((await coffer('--help')).stdout.toString()).toMatch(/^Usage:/);
  expect(await refused('s3', 'cat', 's3://notes/raw')).toEqual({ code: 2, stderr: expect.stringContaining('--client-side') });
  expect(await refused('s3', 'cat', '--client-side', 's3://notes/missing')).toEqual({ code: 1, stderr: expect.stringMatching(/^coffer: NoSuchKey: /) });
});
