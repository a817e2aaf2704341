import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';

import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { tempDir } from '@coffer/testing';

import { newKeyId } from '../src/client-side.js';
import { Installation } from '../src/installation.js';
import { workspace } from '../src/tree.js';

jest.setTimeout(300_000);

/** What a body of any length may take of memory, the process itself included; by hand the same program has moved 5 GiB (see the library's README). */
const RESIDENT_MIB_MAX = 150;
const MOVED_MIB = 256;

const run = promisify(execFile);

it.each(['put', 'get', 'get-delayed'])(`moves ${String(MOVED_MIB)} MiB in under ${String(RESIDENT_MIB_MAX)} MiB of memory: %s`, async (direction) => {
  const { installation, keyId } = await started();
  const move = async (what: string): Promise<{ residentMib: number; sha256: string }> => {
    const env = { ...installation.awsEnvironment(), PATH: process.env['PATH'], S3_URL: installation.s3Url, KMS_URL: installation.kmsUrl, KMS_KEY_ID: keyId, SPOOL_DIR: tempDir() };
    const { stdout } = await run(process.execPath, [join(workspace, 'libs/s3-encryption-client/compatibility/move-bytes.mjs'), what, String(MOVED_MIB)], { env });
    return JSON.parse(stdout) as { residentMib: number; sha256: string };
  };
  const put = await move('put');
  const moved = direction === 'put' ? put : await move(direction);
  expect(moved.sha256).toBe(put.sha256);
  expect(moved.residentMib).toBeLessThan(RESIDENT_MIB_MAX);
});

let running: Promise<{ installation: Installation; keyId: string }> | undefined;

/** One installation for all. */
function started(): Promise<{ installation: Installation; keyId: string }> {
  running ??= (async () => {
    const installation = await Installation.start();
    await installation.s3().send(new CreateBucketCommand({ Bucket: 'memory' }));
    return { installation, keyId: await newKeyId(installation.kmsClient()) };
  })();
  return running;
}
