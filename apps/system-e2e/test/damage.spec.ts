import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CompleteMultipartUploadCommand, CreateBucketCommand, CreateMultipartUploadCommand, GetObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { runProcess, seededRandom } from '@coffer/testing';

import { Installation } from '../src/installation.js';
import { filesOf } from '../src/tree.js';

jest.setTimeout(300_000);

const Bucket = 'damage';
const MIB = 1024 ** 2;
const kmsKey = { ServerSideEncryption: 'aws:kms' } as const;
const FLIPS_PER_FILE = 4;
const PAGE_SIZE = 4096;
const random = seededRandom(7);

let installation: Installation;
const objects = new Map<string, Buffer>();

beforeAll(async () => {
  installation = await Installation.start();
  const s3 = installation.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  objects.set('small', randomBytes(20_000)).set('large', randomBytes(3 * MIB)).set('kms-small', randomBytes(5000)).set('kms-large', randomBytes(MIB));
  for (const [Key, Body] of objects) await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...(Key.startsWith('kms') ? kmsKey : {}) }));
  const Key = 'multipart';
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...kmsKey }));
  const bodies = [randomBytes(5 * MIB), randomBytes(100_000)];
  const Parts = [];
  for (const [index, Body] of bodies.entries()) {
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: index + 1, Body }));
    Parts.push({ PartNumber: index + 1, ETag });
  }
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  objects.set(Key, Buffer.concat(bodies));
});

/** `same`: the very bytes that were put. `refused`: an error, or a connection that broke. Anything else is a wrong answer. */
async function outcomeOf(Key: string, expected: Buffer): Promise<'same' | 'refused' | 'wrong'> {
  try {
    const { Body } = await installation.s3({ maxAttempts: 1 }).send(new GetObjectCommand({ Bucket, Key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    return bytes.equals(expected) ? 'same' : 'wrong';
  } catch {
    return 'refused';
  }
}

async function outcomes(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [Key, bytes] of objects) found.set(Key, await outcomeOf(Key, bytes));
  return found;
}

function flip(file: string, at: number): () => void {
  const before = readFileSync(file);
  const changed = Buffer.from(before);
  changed[at] = (changed[at] ?? 0) ^ (1 << random.integer(8));
  writeFileSync(file, changed);
  return () => { writeFileSync(file, before); };
}

const isBody = (file: string): boolean => file.includes('/bodies/');

describe('one flipped bit', () => {
  it('in any stored body, wherever in it, is an error of that object and of no other', async () => {
    const bodies = (await filesOf(installation.dataDir)).filter(isBody);
    expect(bodies).toHaveLength(4);
    for (const file of bodies) {
      const size = readFileSync(file).length;
      for (const at of [0, 20, 41, size - 1, ...Array.from({ length: FLIPS_PER_FILE }, () => random.integer(size))]) {
        const restore = flip(file, at);
        const found = [...(await outcomes()).values()];
        expect(found.filter((outcome) => outcome === 'refused')).toHaveLength(1);
        expect(found).not.toContain('wrong');
        restore();
      }
    }
    expect(new Set((await outcomes()).values())).toEqual(new Set(['same']));
  });

  it('in what the index holds of an object is an error of that object: its record, its small body', async () => {
    await installation.storage.stop();
    const index = (await filesOf(installation.dataDir)).find((file) => file.includes('/index/') && file.endsWith('data.mdb'));
    if (index === undefined) throw new Error('there is no index file');
    const whole = readFileSync(index);
    let refusals = 0;
    for (const at of recordBytes(whole)) {
      const restore = flip(index, at);
      await installation.startStorage();
      const found = [...(await outcomes()).values()];
      expect(found).not.toContain('wrong');
      if (found.includes('refused')) refusals += 1;
      await installation.storage.stop();
      restore();
    }
    expect(refusals).toBeGreaterThan(0);
    await installation.startStorage();
    expect(new Set((await outcomes()).values())).toEqual(new Set(['same']));
  });

  it('in the root key, or another root key, stops the KMS with a line that names the setting, and changes nothing', async () => {
    await installation.kms.stop();
    const rootKey = join(installation.dataDir, 'root.key');
    const restore = flip(rootKey, 30);
    const before = await snapshot();
    const settings = await refusedStart();
    expect(settings.code).toBe(1);
    expect(settings.stderr).toMatch(/COFFER_KMS_ROOT_KEY_FILE/);
    expect(await snapshot()).toEqual(before);
    restore();
    await installation.startKms();
  });
});

/** Bytes of the pages that hold this suite's records and small bodies: a few of each, never the tree's own pages. */
function recordBytes(index: Buffer): number[] {
  const marks = ['application/octet-stream', 'arn:aws:kms:us-east-1'].flatMap((mark) => occurrences(index, Buffer.from(mark)));
  const near = marks.slice(0, 6).flatMap((at) => [at, at + 40]);
  const overflow = Array.from({ length: 4 }, () => random.integer(index.length / PAGE_SIZE) * PAGE_SIZE + PAGE_SIZE / 2).filter((at) => index[at] !== 0);
  return [...near, ...overflow];
}

function occurrences(bytes: Buffer, mark: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) found.push(at);
  return found;
}

async function snapshot(): Promise<Map<string, string>> {
  const files = (await filesOf(installation.dataDir)).filter((file) => file.includes('/kms/') && !file.endsWith('lock.mdb'));
  return new Map(files.map((file) => [file, readFileSync(file).toString('base64')]));
}

function refusedStart(): ReturnType<typeof runProcess> {
  return runProcess('kms-service', installation.settingsOf('kms-service'));
}
