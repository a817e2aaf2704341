import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterTests, runProcess, startProcess, tempDir } from '@coffer/testing';

import { labSettings, refused, s3Client, startLab } from './lab.js';

const Bucket = 'life';

describe('a start that cannot succeed', () => {
  const settings = (more: Record<string, string> = {}) => {
    const directory = tempDir();
    return { directory, env: { ...labSettings(directory).storage, ...more } };
  };

  it.each([
    ['a port that is none', { COFFER_S3_PORT: 'x' }, /^COFFER_S3_PORT: .*\n$/],
    ['a misspelled setting', { COFFER_S3_PROT: '1' }, /^COFFER_S3_PROT: .*\n$/],
    ['an engine that this version has not', { COFFER_INDEX_URL: 'postgres://x' }, /^COFFER_INDEX_URL: .*\n$/],
    ['a certificate that is not there', { COFFER_GRPC_TLS_CERT_FILE: '/no/such/file' }, /^COFFER_GRPC_TLS_CERT_FILE: .*\n$/],
    ['half of the root credentials', { COFFER_ROOT_SECRET_ACCESS_KEY: '' }, /^COFFER_ROOT_SECRET_ACCESS_KEY: .*\n$/],
    ['identities that are not there', { COFFER_IDENTITIES: '/no/such/file' }, /^COFFER_IDENTITIES: .*\n$/],
    ['a data directory under a file', { COFFER_DATA_DIR: '/dev/null/data' }, /^COFFER_DATA_DIR: .*\n$/],
  ])('for %s says one line and touches nothing', async (_, more, line) => {
    const { directory, env } = settings(more);
    const { code, stderr, stdout } = await runProcess('storage-service', env);
    expect(code).toBe(1);
    expect(stderr).toMatch(line);
    expect(stdout).toBe('');
    expect(existsSync(join(directory, 'data'))).toBe(false);
  });

  it('names the setting of a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterTests(() => void server.close());
    const { directory, env } = settings({ COFFER_S3_PORT: String((server.address() as { port: number }).port) });
    const { code, stderr } = await runProcess('storage-service', env);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^COFFER_S3_PORT: port \d+ is taken.*\n$/)]);
    expect(existsSync(join(directory, 'data'))).toBe(false);
  });

  it('leaves a data directory to the process that has it, and an index that is none of ours alone', async () => {
    const { env } = settings({ COFFER_LOG_LEVEL: 'warn' });
    const running = await startProcess('storage-service', env);
    expect((await runProcess('storage-service', env)).stderr).toMatch(/^COFFER_DATA_DIR: .* in use by process \d+.*\n$/);
    expect((await running.stop()).code).toBe(0);
    const [file = ''] = readdirSync(join(env['COFFER_DATA_DIR'] ?? '', 'storage', 'index')).filter((name) => !name.includes('lock'));
    writeFileSync(join(env['COFFER_DATA_DIR'] ?? '', 'storage', 'index', file), 'not an index at all, but long enough to look at');
    expect((await runProcess('storage-service', env)).stderr).toMatch(/^COFFER_INDEX_URL: .*\n$/);
  });
});

describe('an end that was asked for', () => {
  it('lets what has begun end, and loses nothing', async () => {
    const lab = await startLab();
    await lab.s3().send(new CreateBucketCommand({ Bucket }));
    const put = lab.s3().send(new PutObjectCommand({ Bucket, Key: 'last', Body: Buffer.alloc(8_000_000, 1) }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [ended] = await Promise.all([lab.storage.stop(), put.catch(() => undefined)]);
    expect(ended.code).toBe(0);
    const again = await startProcess('storage-service', lab.storageSettings);
    const s3 = s3Client(again.ports['s3'] ?? 0);
    const found = await put.then(() => true, () => false);
    if (found) expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'last' }))).toMatchObject({ ContentLength: 8_000_000 });
    else expect(await refused(s3.send(new HeadObjectCommand({ Bucket, Key: 'last' })))).toMatchObject({ status: 404 });
    expect((await again.stop()).code).toBe(0);
  });
});

describe('without the KMS', () => {
  it('starts, heads, lists and deletes; the rest is 503 with Retry-After, soon; and it recovers by itself', async () => {
    const lab = await startLab({ COFFER_BUCKET_KEY_SECONDS: '0', COFFER_KMS_DEADLINE_MS: '1000', COFFER_LOG_LEVEL: 'error' });
    const before = lab.s3();
    await before.send(new CreateBucketCommand({ Bucket }));
    for (const Key of ['a', 'b']) await before.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ServerSideEncryption: 'aws:kms' }));
    await lab.kms.stop();
    await lab.storage.stop();

    const storage = await startProcess('storage-service', lab.storageSettings);
    const s3 = s3Client(storage.ports['s3'] ?? 0);
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).toMatchObject({ ContentLength: 1, ServerSideEncryption: 'aws:kms' });
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(2);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b' }));
    for (const act of [() => s3.send(new GetObjectCommand({ Bucket, Key: 'a' })), () => s3.send(new PutObjectCommand({ Bucket, Key: 'c', Body: 'x' }))]) {
      const start = performance.now();
      const answer = await refused(act());
      expect(answer).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
      expect(performance.now() - start).toBeLessThan(3_000);
    }

    await startProcess('kms-service', lab.kmsSettings);
    const deadline = performance.now() + 15_000;
    let back = '';
    while (back === '' && performance.now() < deadline) {
      back = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' })).then(({ Body }) => Body?.transformToString() ?? '', () => '');
      if (back === '') await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(back).toBe('x');
  });
});

describe('the S3 door on HTTPS', () => {
  it('answers with its certificate', async () => {
    const directory = tempDir();
    const { storage } = labSettings(directory);
    const ca = readFileSync(storage['COFFER_GRPC_TLS_CA_FILE'] ?? '');
    const service = await startProcess('storage-service', {
      ...storage, COFFER_S3_TLS_CERT_FILE: storage['COFFER_GRPC_TLS_CERT_FILE'] ?? '', COFFER_S3_TLS_KEY_FILE: storage['COFFER_GRPC_TLS_KEY_FILE'] ?? '',
    });
    const status = await new Promise((resolve, reject) => {
      get({ host: 'localhost', port: service.ports['s3'], path: '/', ca }, (response) => { response.resume(); resolve(response.statusCode); }).on('error', reject);
    });
    expect(status).toBe(403);
    expect((await service.stop()).code).toBe(0);
  });
});

describe('the admin door', () => {
  it('tells health, and counts requests', async () => {
    const lab = await startLab();
    const admin = `http://127.0.0.1:${String(lab.storage.ports['admin'])}`;
    await lab.s3().send(new CreateBucketCommand({ Bucket }));
    await lab.s3().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello' }));
    expect((await fetch(`${admin}/livez`)).status).toBe(200);
    expect(await (await fetch(`${admin}/readyz`)).json()).toEqual({ status: 'ok', checks: { open: 'ok', index: 'ok', bodies: 'ok', kms: 'ok' } });
    const metrics = await (await fetch(`${admin}/metrics`)).text();
    expect(metrics).toMatch(/coffer_s3_requests_total\{operation="PutObject",status="2xx",service="storage-service"\} 1/);
    expect(metrics).toMatch(/coffer_s3_request_seconds_count\{.*operation="PutObject".*\} 1/);
    expect(metrics).toMatch(/coffer_bucket_key_uses_total\{outcome="miss",.*\} 1/);
    expect(metrics).toMatch(/coffer_kms_available\{.*\} 1/);
  });

  it('stays ready without the KMS, and says what that means', async () => {
    const lab = await startLab();
    const admin = `http://127.0.0.1:${String(lab.storage.ports['admin'])}`;
    await lab.kms.stop();
    const ready = async (): Promise<string> => {
      const response = await fetch(`${admin}/readyz?format=text`);
      return `${String(response.status)} ${await response.text()}`;
    };
    while ((await ready()).includes('kms: ok')) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await ready()).toBe(
      '200 open: ok\nindex: ok\nbodies: ok\nkms: degraded, COFFER_KMS_GRPC_TARGET: the key service does not answer; what needs a key is refused with 503\nready\n',
    );
  });

  it('is not needed to find who did what: each operation on an object is a line', async () => {
    const lab = await startLab();
    await lab.s3().send(new CreateBucketCommand({ Bucket }));
    await lab.s3().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello', ServerSideEncryption: 'aws:kms' }));
    const { stdout } = await lab.storage.stop();
    const event = stdout.split('\n').filter((line) => line.includes('"eventCategory":"Data"')).map((line) => JSON.parse(line) as Record<string, unknown>)[0];
    expect(event).toMatchObject({
      eventSource: 's3.amazonaws.com', eventName: 'PutObject', requestParameters: { bucketName: Bucket, key: 'a' }, userIdentity: { arn: 'arn:aws:iam::000000000000:root' },
      additionalEventData: { keyArn: expect.stringMatching(/^arn:aws:kms:/) as string, SSEApplied: 'SSE_KMS', bytesTransferredIn: 5 },
      requestID: expect.stringMatching(/^[0-9A-F]{16}$/) as string,
    });
    expect(stdout).not.toContain('made-up-root-secret');
  });
});
