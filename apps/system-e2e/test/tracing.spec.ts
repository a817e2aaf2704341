import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import { Installation } from '../src/installation.js';
import { OtlpReceiver, type ReceivedSpan } from '../src/otlp-receiver.js';
import { Scrape } from '../src/scrape.js';

jest.setTimeout(120_000);

const Bucket = 'confidential-bucket';
const LARGE = Buffer.alloc(300_000, 'plaintext of the object');
const kmsKey = { ServerSideEncryption: 'aws:kms' } as const;
const KEY_SERVICE = 'coffer.kms.v1.KeyService';

/** What spans may say; a new one is to be thought about here, too. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'aws.request_id', 'http.request.method', 'http.response.status_code', 'rpc.system.name', 'rpc.method', 'server.address', 'server.port', 'error.type',
  'coffer.operation', 'coffer.sse.mode', 'coffer.batch.entries', 'coffer.body.bytes',
]);

let receiver: OtlpReceiver;
let installation: Installation;
let s3: S3Client;

async function until<T>(find: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = find();
    if (found !== undefined) return found;
    await wait(50);
  }
  throw new Error(`it was not received; there is ${JSON.stringify(receiver.spans.map(({ service, name }) => `${service}: ${name}`))}`);
}

/** Has every request of a client carry this header. */
function carrying<C extends S3Client | ReturnType<Installation['kmsClient']>>(client: C, traceparent: string): C {
  (client as S3Client).middlewareStack.add((next) => (args) => {
    (args.request as { headers: Record<string, string> }).headers['traceparent'] = traceparent;
    return next(args);
  }, { step: 'build' });
  return client;
}

function parentFor(flags = '01'): { readonly traceId: string; readonly spanId: string; readonly text: string } {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, text: `00-${traceId}-${spanId}-${flags}` };
}

/** The spans of a trace, when there are so many. */
const traceOf = (traceId: string, count: number): Promise<readonly ReceivedSpan[]> => until(() => {
  const spans = receiver.spans.filter((span) => span.traceId === traceId);
  return spans.length >= count ? spans : undefined;
});

/** Each span of a trace as a path of names from its first span. */
function pathsOf(spans: readonly ReceivedSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pathOf = (span: ReceivedSpan): string => {
    const parent = byId.get(span.parentId);
    return `${parent === undefined ? '' : `${pathOf(parent)} > `}${span.service} ${span.kind} ${span.name}`;
  };
  return spans.map(pathOf).sort();
}

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  installation = await Installation.start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_HEADERS: 'x-token=secret%20of%20the%20collector', COFFER_BUCKET_KEY_SECONDS: '0' });
  s3 = installation.s3({ maxAttempts: 1 });
  await s3.send(new CreateBucketCommand({ Bucket }));
});

describe('one trace spans both services', () => {
  const storage = 'storage-service';
  it('of a PUT under a key of its own', async () => {
    const parent = parentFor();
    await carrying(installation.s3(), parent.text).send(new PutObjectCommand({ Bucket, Key: 'confidential-object', Body: LARGE, ...kmsKey }));
    const spans = await traceOf(parent.traceId, 5);
    const root = `${storage} server s3 PutObject`;
    expect(pathsOf(spans)).toEqual([
      root,
      `${root} > ${storage} internal make object key`,
      `${root} > ${storage} internal make object key > ${storage} client ${KEY_SERVICE}/GenerateDataKeyBatch`,
      `${root} > ${storage} internal make object key > ${storage} client ${KEY_SERVICE}/GenerateDataKeyBatch > kms-service server ${KEY_SERVICE}/GenerateDataKeyBatch`,
      `${root} > ${storage} internal write body`,
    ].sort());
    const [first] = spans.filter(({ name }) => name === 's3 PutObject');
    expect(first?.parentId).toBe(parent.spanId);
    expect(first?.attributes).toMatchObject({ 'http.request.method': 'PUT', 'http.response.status_code': 200, 'coffer.operation': 'PutObject', 'aws.request_id': expect.stringMatching(/^[0-9A-F]{16}$/) as string });
    expect(spans.every(({ isError }) => !isError)).toBe(true);
    const [key] = spans.filter(({ name }) => name === 'make object key');
    expect(key?.attributes).toEqual({ 'coffer.sse.mode': 'sse-kms' });
    const [call] = spans.filter(({ kind }) => kind === 'client');
    expect(call?.attributes).toMatchObject({ 'rpc.system.name': 'grpc', 'server.address': 'localhost', 'coffer.batch.entries': 1 });
  });

  it('of a GET', async () => {
    const parent = parentFor();
    const { Body } = await carrying(installation.s3(), parent.text).send(new GetObjectCommand({ Bucket, Key: 'confidential-object' }));
    expect(Buffer.from(await Body?.transformToByteArray() ?? []).equals(LARGE)).toBe(true);
    const root = `${storage} server s3 GetObject`;
    expect(pathsOf(await traceOf(parent.traceId, 5))).toEqual([
      root,
      `${root} > ${storage} internal open object key`,
      `${root} > ${storage} internal open object key > ${storage} client ${KEY_SERVICE}/DecryptBatch`,
      `${root} > ${storage} internal open object key > ${storage} client ${KEY_SERVICE}/DecryptBatch > kms-service server ${KEY_SERVICE}/DecryptBatch`,
      `${root} > ${storage} internal read body`,
    ].sort());
  });

  it('of many PUTs at once: each request has its trace, and a batch is linked with all that it serves', async () => {
    const parents = Array.from({ length: 12 }, () => parentFor());
    await Promise.all(parents.map(({ text }, i) => carrying(installation.s3(), text).send(new PutObjectCommand({ Bucket, Key: `many-${String(i)}`, Body: 'x', ...kmsKey }))));
    const ids = new Set(parents.map(({ traceId }) => traceId));
    const keys = await until(() => {
      const found = receiver.spans.filter(({ traceId, name }) => ids.has(traceId) && name === 'make object key');
      return found.length === parents.length ? found : undefined;
    });
    const calls = await until(() => {
      const found = receiver.spans.filter(({ traceId, kind }) => ids.has(traceId) && kind === 'client');
      return found.reduce((sum, { attributes }) => sum + Number(attributes['coffer.batch.entries']), 0) === parents.length ? found : undefined;
    });
    for (const key of keys) {
      const batch = calls.find(({ parentId, links }) => parentId === key.spanId || links.includes(key.spanId));
      expect(batch).toBeDefined();
      if (batch?.parentId !== key.spanId) expect(key.links).toEqual([batch?.spanId]);
    }
    expect(calls.length).toBeLessThan(parents.length);
    for (const { attributes, links } of calls) expect(links).toHaveLength(Number(attributes['coffer.batch.entries']) - 1);
  });

  it("of the KMS's own API", async () => {
    const parent = parentFor();
    await carrying(installation.kmsClient(), parent.text).send(new CreateKeyCommand({}));
    const [span] = await traceOf(parent.traceId, 1);
    expect(span).toMatchObject({ service: 'kms-service', kind: 'server', name: 'kms CreateKey', parentId: parent.spanId, isError: false });
  });

  it('and begins here where the client has none, or none that is right', async () => {
    const before = receiver.spans.length;
    await carrying(installation.s3(), `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`).send(new PutObjectCommand({ Bucket, Key: 'own', Body: 'x' }));
    const span = await until(() => receiver.spans.slice(before).find(({ name }) => name === 's3 PutObject'));
    expect(span.parentId).toBe('');
    expect(span.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  });

  it('is left alone where the client says that it is not sampled', async () => {
    const [silent, heard] = [parentFor('00'), parentFor()];
    for (const { text } of [silent, heard]) await carrying(installation.s3(), text).send(new PutObjectCommand({ Bucket, Key: 'silent', Body: 'x', ...kmsKey }));
    await traceOf(heard.traceId, 4);
    expect(receiver.spans.filter(({ traceId }) => traceId === silent.traceId)).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('is an error of the span, and the log line names trace and request', async () => {
    const parent = parentFor();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'damaged', Body: LARGE, ...kmsKey }));
    changeNewestBody(join(installation.dataDir, 'storage/bodies'));
    await expect(carrying(installation.s3({ maxAttempts: 1 }), parent.text).send(new GetObjectCommand({ Bucket, Key: 'damaged' }))).rejects.toThrow();
    const spans = await traceOf(parent.traceId, 4);
    const root = spans.find(({ kind, service }) => kind === 'server' && service === 'storage-service');
    expect(root).toMatchObject({ isError: true, attributes: { 'error.type': 'InternalError', 'http.response.status_code': 500 } });
    const line = installation.storage.output().split('\n').find((text) => text.includes('a request failed')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ traceId: parent.traceId, requestId: root?.attributes['aws.request_id'] });
  });

  it("of a client's own making is none", async () => {
    const parent = parentFor();
    await expect(carrying(installation.s3(), parent.text).send(new GetObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toThrow();
    const [span] = await traceOf(parent.traceId, 1);
    expect(span).toMatchObject({ isError: false, attributes: { 'http.response.status_code': 404 } });
  });
});

describe('what is told', () => {
  it('goes to the path of traces, with the headers that were set', () => {
    expect(new Set(receiver.requests.map(({ url }) => url))).toEqual(new Set(['/v1/traces']));
    expect(receiver.requests[0]?.headers).toMatchObject({ 'content-type': 'application/x-protobuf', 'x-token': 'secret of the collector' });
  });

  it('is of the allow-list', () => {
    expect([...new Set(receiver.spans.flatMap(({ attributes }) => Object.keys(attributes)))].filter((name) => !ATTRIBUTES.has(name))).toEqual([]);
  });

  it('holds no name of a bucket or an object, no access key, no ARN, no plaintext', () => {
    const { accessKeyId, secretAccessKey } = installation.credentials;
    for (const secret of ['confidential', 'many-', accessKeyId, secretAccessKey, 'arn:', 'plaintext', 'AWS4-HMAC']) expect(receiver.raw.includes(secret)).toBe(false);
  });

  it('is all flushed when a service stops, and counted', async () => {
    const parent = parentFor();
    await carrying(installation.s3(), parent.text).send(new PutObjectCommand({ Bucket, Key: 'last', Body: 'x', ...kmsKey }));
    expect((await scrapeStorage(installation)).sum('coffer_trace_spans_total', { outcome: 'exported' })).toBeGreaterThan(0);
    await installation.stop();
    expect(receiver.spans.filter(({ traceId }) => traceId === parent.traceId)).toHaveLength(4);
  });
});

describe('a receiver that is not well', () => {
  const scenarios: [string, () => Promise<string>][] = [
    ['is away', unusedUrl],
    ['hangs', async () => (await OtlpReceiver.start({ answers: false })).url],
  ];
  it.each(scenarios)('%s: every request is served, spans are bounded and counted, and the stop is not held up', async (_, urlOf) => {
    const lone = await Installation.start({ OTEL_EXPORTER_OTLP_ENDPOINT: await urlOf(), COFFER_LOG_LEVEL: 'warn' });
    const client = lone.s3({ maxAttempts: 1 });
    await client.send(new CreateBucketCommand({ Bucket }));
    for (let i = 0; i < 20; i += 1) {
      await Promise.all(Array.from({ length: 50 }, (_each, j) => client.send(new PutObjectCommand({ Bucket, Key: String(j), Body: 'x' }))));
    }
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: '0' }));
    expect(await Body?.transformToString()).toBe('x');
    const scraped = await scrapeStorage(lone);
    expect(scraped.sum('coffer_s3_requests_total', { status: '2xx' })).toBe(1_002);
    expect(scraped.sum('coffer_s3_requests_total', { status: '5xx' })).toBe(0);
    const started = performance.now();
    const { code } = await lone.storage.stop();
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(8_000);
    await lone.stop();
  });
});

async function scrapeStorage({ storage }: Installation): Promise<Scrape> {
  return Scrape.of(storage.ports['admin'] ?? 0);
}

/** Where nobody listens. */
async function unusedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return `http://127.0.0.1:${String(port)}`;
}

/** Flips a byte in the middle of the body that was written last. */
function changeNewestBody(directory: string): void {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const newest = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? '';
  const bytes = readFileSync(newest);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(newest, bytes);
}
