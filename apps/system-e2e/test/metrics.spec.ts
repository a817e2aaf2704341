import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { CreateKeyCommand, DecryptCommand, DescribeKeyCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, HeadBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { tempDir } from '@coffer/testing';

import { Installation, REGION } from '../src/installation.js';
import { Scrape } from '../src/scrape.js';

jest.setTimeout(120_000);

type Service = 'storage-service' | 'kms-service';
const SERVICES: readonly Service[] = ['storage-service', 'kms-service'];
const Bucket = 'confidential-bucket-name';
const SIZE = 4_096;
const LARGE = 300_000;

/** The rows of a service in docs/metrics.md: name, type, labels. */
function documented(service: Service): Map<string, { readonly type: string; readonly labels: readonly string[] }> {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8');
  const section = page.split(/^## /m).find((part) => part.startsWith(`${service}\n`)) ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)` \| (\w+) \| ([^|]+) \| [^|]+ \| [^|]+ \|$/gm)];
  return new Map(rows.map(([, name = '', type = '', labels = '']) => [name, { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label).sort() }]));
}

let installation: Installation;
let s3: S3Client;
let kms: KMSClient;

const scrape = (service: Service): Promise<Scrape> => Scrape.of((service === 'kms-service' ? installation.kms : installation.storage).ports['admin'] ?? 0);
const put = (Key: string, Body: Buffer, others: object = {}): Promise<unknown> => s3.send(new PutObjectCommand({ Bucket, Key, Body, ...others }));
const refused = async (call: Promise<unknown>): Promise<void> => { await expect(call).rejects.toThrow(); };

/** How much the sums of a name rose while `work` was done. */
async function risen(service: Service, work: () => Promise<void>): Promise<(name: string, labels?: Readonly<Record<string, string>>) => number> {
  const before = await scrape(service);
  await work();
  const after = await scrape(service);
  return (name, labels) => after.sum(name, labels) - before.sum(name, labels);
}

beforeAll(async () => {
  installation = await Installation.start({ COFFER_AUDIT_STREAMS: `file:${join(tempDir(), 'audit.jsonl')}`, COFFER_S3_DATA_EVENTS: 'kept' });
  s3 = installation.s3({ maxAttempts: 1 });
  kms = installation.kmsClient({ maxAttempts: 1 });
  await s3.send(new CreateBucketCommand({ Bucket }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  for (const [key, mode] of [['s3', {}], ['kms', { ServerSideEncryption: 'aws:kms' }], ['own', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyMetadata?.KeyId, BucketKeyEnabled: true }]] as const) {
    await put(key, Buffer.alloc(SIZE), mode);
    await s3.send(new GetObjectCommand({ Bucket, Key: key })).then(({ Body }) => Body?.transformToByteArray());
  }
  await refused(s3.send(new GetObjectCommand({ Bucket, Key: 'confidential-object-name' })));
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: Buffer.from('x') }));
  await kms.send(new DecryptCommand({ CiphertextBlob }));
  await refused(kms.send(new DescribeKeyCommand({ KeyId: '11111111-2222-3333-4444-555555555555' })));
  const sts = new STSClient({ endpoint: installation.kmsUrl, region: REGION, credentials: installation.credentials });
  await sts.send(new GetCallerIdentityCommand({}));
  sts.destroy();
  // The KMS tells within a second that a key is new, and callers' bucket keys go; no test below is to be met by that.
  await wait(2_500);
});

describe.each(SERVICES)('the metrics of %s', (service) => {
  it('are those that docs/metrics.md tells, with these types and labels, and no other', async () => {
    const { metrics } = await scrape(service);
    const served = new Map([...metrics].filter(([name]) => name.startsWith('coffer_')).map(([name, { type, labels }]) => [name, { type, labels }]));
    expect(Object.fromEntries(served)).toEqual(Object.fromEntries(documented(service)));
  });

  it('all have a series after some use, so that the comparison means something', async () => {
    const { metrics } = await scrape(service);
    expect([...metrics].filter(([name, { series }]) => name.startsWith('coffer_') && series === 0).map(([name]) => name)).toEqual([]);
  });

  it('have the process beside them, and say which version runs', async () => {
    const scraped = await scrape(service);
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes', 'process_cpu_seconds_total']) expect(scraped.sum(name)).toBeGreaterThan(0);
    expect(scraped.sum('coffer_build_info')).toBe(1);
  });

  it('hold no name that a user chose, and no access key', async () => {
    const { text } = await scrape(service);
    for (const name of ['confidential', installation.credentials.accessKeyId, 'arn:', '/kms/', 'alias']) expect(text).not.toContain(name);
  });
});

describe('numbers', () => {
  const underBucketKey = { ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true } as const;

  it('of 10 PUTs under one bucket key: one call, one data key, nine hits', async () => {
    let storage = (_name: string, _labels?: Readonly<Record<string, string>>): number => 0;
    const ofKms = await risen('kms-service', async () => {
      storage = await risen('storage-service', async () => {
        for (let i = 0; i < 10; i += 1) await put(`ten-${String(i)}`, Buffer.alloc(SIZE), underBucketKey);
      });
    });
    expect(storage('coffer_kms_client_calls_total', { method: 'GenerateDataKeyBatch', outcome: 'Success' })).toBe(1);
    expect(storage('coffer_kms_client_entries_total', { method: 'GenerateDataKeyBatch', outcome: 'Success' })).toBe(1);
    expect(storage('coffer_kms_client_batch_entries_sum')).toBe(1);
    expect(storage('coffer_kms_client_call_seconds_count')).toBe(1);
    expect(storage('coffer_bucket_key_uses_total', { outcome: 'miss' })).toBe(1);
    expect(storage('coffer_bucket_key_uses_total', { outcome: 'hit' })).toBe(9);
    expect(storage('coffer_bucket_keys')).toBe(1);
    expect(storage('coffer_s3_requests_total', { operation: 'PutObject', status: '2xx' })).toBe(10);
    expect(storage('coffer_s3_request_seconds_count', { operation: 'PutObject' })).toBe(10);
    expect(storage('coffer_sealed_bytes_total', { mode: 'sse-kms-bucket-key' })).toBe(10 * SIZE);
    expect(storage('coffer_sealed_bytes_total')).toBe(10 * SIZE);
    expect(ofKms('coffer_kms_requests_total', { operation: 'GenerateDataKey', outcome: 'Success' })).toBe(1);
    expect(ofKms('coffer_kms_data_keys_total')).toBe(1);
    expect(ofKms('coffer_kms_grpc_requests_total', { method: 'GenerateDataKeyBatch', outcome: 'Success' })).toBe(1);
    expect(ofKms('coffer_kms_grpc_batch_entries_sum', { method: 'GenerateDataKeyBatch' })).toBe(1);
  });

  it('of 10 PUTs that each need a key: ten entries, in as many calls as batches', async () => {
    const storage = await risen('storage-service', async () => {
      await Promise.all(Array.from({ length: 10 }, (_, i) => put(`each-${String(i)}`, Buffer.alloc(SIZE), { ServerSideEncryption: 'aws:kms' })));
    });
    expect(storage('coffer_kms_client_entries_total')).toBe(10);
    expect(storage('coffer_kms_client_batch_entries_sum')).toBe(10);
    expect(storage('coffer_kms_client_batch_entries_count')).toBe(storage('coffer_kms_client_calls_total', { method: 'GenerateDataKeyBatch' }));
    expect(storage('coffer_sealed_bytes_total', { mode: 'sse-kms' })).toBe(10 * SIZE);
    expect(storage('coffer_bucket_key_uses_total')).toBe(0);
  });

  it('of GETs: bytes that were opened, small and large', async () => {
    await put('large', Buffer.alloc(LARGE));
    const storage = await risen('storage-service', async () => {
      for (const Key of ['s3', 'large']) await s3.send(new GetObjectCommand({ Bucket, Key })).then(({ Body }) => Body?.transformToByteArray());
    });
    expect(storage('coffer_opened_bytes_total', { mode: 'sse-s3' })).toBe(SIZE + LARGE);
    expect(storage('coffer_s3_sent_bytes_total')).toBe(SIZE + LARGE);
    expect(storage('coffer_sealed_bytes_total')).toBe(0);
  });

  it('of refusals: the code, under the operation', async () => {
    const storage = await risen('storage-service', async () => {
      await refused(s3.send(new GetObjectCommand({ Bucket, Key: 'nothing' })));
      await refused(s3.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' })));
    });
    expect(storage('coffer_s3_errors_total', { operation: 'GetObject', code: 'NoSuchKey' })).toBe(1);
    expect(storage('coffer_s3_errors_total', { operation: 'HeadBucket', code: 'NoSuchBucket' })).toBe(1);
    expect(storage('coffer_s3_errors_total')).toBe(2);
    expect(storage('coffer_s3_requests_total', { status: '4xx' })).toBe(2);
    expect(storage('coffer_refused_opens_total')).toBe(0);
    expect((await scrape('storage-service')).sum('coffer_s3_requests_in_flight')).toBe(0);
  });

  it("of the door for AWS's APIs: api, operation and code", async () => {
    const ofKms = await risen('kms-service', async () => {
      await kms.send(new CreateKeyCommand({}));
      await refused(kms.send(new DescribeKeyCommand({ KeyId: '11111111-2222-3333-4444-555555555555' })));
      await fetch(installation.kmsUrl, { method: 'POST', headers: { 'x-amz-target': 'TrentService.ChosenByAStranger' }, body: '{}' });
    });
    expect(ofKms('coffer_kms_http_requests_total', { api: 'kms', operation: 'CreateKey', status: '2xx' })).toBe(1);
    expect(ofKms('coffer_kms_http_errors_total', { api: 'kms', operation: 'DescribeKey', code: 'NotFoundException' })).toBe(1);
    expect(ofKms('coffer_kms_http_requests_total', { api: 'kms', operation: 'none', status: '4xx' })).toBe(1);
    expect(ofKms('coffer_kms_http_request_seconds_count')).toBe(3);
    expect((await scrape('kms-service')).text).not.toContain('ChosenByAStranger');
  });

  it('of the audit: events, and nothing that waits when all is still', async () => {
    const ofKms = await risen('kms-service', async () => { await kms.send(new CreateKeyCommand({})); });
    expect(ofKms('coffer_audit_events_total')).toBe(1);
    for (let tries = 0; tries < 100; tries += 1) {
      const [storage, keys] = await Promise.all([scrape('storage-service'), scrape('kms-service')]);
      const waiting = [storage, keys].flatMap((each) => ['coffer_audit_waiting_events', 'coffer_audit_stream_lag_seconds', 'coffer_audit_oldest_unshipped_seconds', 'coffer_audit_unshipped_events'].map((name) => each.sum(name)));
      if (waiting.every((value) => value === 0)) return;
      await wait(100);
    }
    throw new Error('events still wait');
  });

  it('of the sweep at the start, and of a body that was changed', async () => {
    expect((await scrape('storage-service')).sum('coffer_sweep_last_success_timestamp_seconds')).toBeGreaterThan(Date.now() / 1_000 - 600);
    await put('damaged', Buffer.alloc(LARGE));
    changeNewestBody(join(installation.dataDir, 'storage/bodies'));
    const storage = await risen('storage-service', async () => { await refused(s3.send(new GetObjectCommand({ Bucket, Key: 'damaged' }))); });
    expect(storage('coffer_refused_opens_total', { kind: 'body' })).toBe(1);
    expect(storage('coffer_refused_opens_total')).toBe(1);
    expect(storage('coffer_s3_errors_total', { operation: 'GetObject', code: 'InternalError' })).toBe(1);
    expect(storage('coffer_opened_bytes_total')).toBe(0);
  });
});

describe('while the KMS is away', () => {
  it('the gauge says so, requests for keys are Unavailable, and management events wait to be shipped', async () => {
    await installation.kms.stop();
    const storage = await risen('storage-service', async () => {
      await refused(put('away', Buffer.alloc(1), { ServerSideEncryption: 'aws:kms' }));
      await s3.send(new CreateBucketCommand({ Bucket: 'made-while-away' }));
    });
    expect(storage('coffer_kms_client_entries_total', { outcome: 'Unavailable' })).toBe(1);
    expect(storage('coffer_s3_errors_total', { operation: 'PutObject', code: 'ServiceUnavailable' })).toBe(1);
    expect(storage('coffer_audit_unshipped_events')).toBe(1);
    for (let tries = 0; tries < 100 && (await scrape('storage-service')).sum('coffer_kms_available') === 1; tries += 1) await wait(100);
    const scraped = await scrape('storage-service');
    expect(scraped.sum('coffer_kms_available')).toBe(0);
    expect(scraped.sum('coffer_audit_oldest_unshipped_seconds')).toBeGreaterThan(0);
  });
});

/** Flips a byte in the middle of the body that was written last. */
function changeNewestBody(directory: string): void {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const newest = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? '';
  const bytes = readFileSync(newest);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(newest, bytes);
}
