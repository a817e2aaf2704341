import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

import { kubectl } from './src/kubectl.js';
import { applyOverlay, applyOverlayWith } from './src/overlay.js';
import { podOf, readyPod, replacePod } from './src/pods.js';
import { openStaging, s3Of, type Staging } from './src/staging.js';

jest.setTimeout(400_000);

const MIB = 1_048_576;
const bucket = `pods-${String(Date.now())}`;
let staging: Staging;

beforeAll(async () => {
  staging = await openStaging();
  await readyPod('kms-service');
  await readyPod('storage-service');
  await s3Of(staging).send(new CreateBucketCommand({ Bucket: bucket }));
});

async function open(Key: string): Promise<Buffer> {
  const { Body } = await s3Of(staging).send(new GetObjectCommand({ Bucket: bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const sealed = { Bucket: bucket, ServerSideEncryption: 'aws:kms' } as const;

it('volumes outlive both pods: what was sealed before opens after', async () => {
  const body = randomBytes(3 * MIB);
  await s3Of(staging).send(new PutObjectCommand({ ...sealed, Key: 'kept', Body: body }));
  await replacePod('storage-service');
  await replacePod('kms-service');
  expect((await open('kept')).equals(body)).toBe(true);
});

it('a pod that is deleted in the middle of an upload: the client sends the parts again, and the object is whole', async () => {
  const body = randomBytes(64 * MIB);
  const upload = new Upload({ client: s3Of(staging), params: { ...sealed, Key: 'in parts', Body: body }, partSize: 8 * MIB, queueSize: 2 });
  const begun = new Promise<void>((resolve) => { upload.on('httpUploadProgress', ({ part = 0 }) => { if (part >= 2) resolve(); }); });
  const before = await podOf('storage-service');
  const done = upload.done();
  await begun;
  await kubectl('delete', 'pod', 'storage-service-0', '--wait=false');
  await done;
  expect((await readyPod('storage-service', before)).uid).not.toBe(before.uid);
  expect((await open('in parts')).equals(body)).toBe(true);
});

it('a request that is under way when its pod is deleted is finished', async () => {
  const [first, rest] = [randomBytes(MIB), randomBytes(MIB)];
  const source = async function* (): AsyncGenerator<Buffer> {
    yield first;
    await wait(8_000);
    yield rest;
  };
  const before = await podOf('storage-service');
  const put = s3Of(staging).send(new PutObjectCommand({ ...sealed, Key: 'under way', Body: Readable.from(source(), { objectMode: false }), ContentLength: 2 * MIB }));
  await wait(2_000);
  await kubectl('delete', 'pod', 'storage-service-0', '--wait=false');
  expect((await put).$metadata).toMatchObject({ httpStatusCode: 200, attempts: 1 });
  await readyPod('storage-service', before);
  expect((await open('under way')).equals(Buffer.concat([first, rest]))).toBe(true);
});

it('a pod that is killed without notice leaves no half of an object', async () => {
  const source = async function* (): AsyncGenerator<Buffer> {
    yield randomBytes(MIB);
    await wait(60_000, undefined, { ref: false });
  };
  const before = await podOf('storage-service');
  const put = s3Of(staging).send(new PutObjectCommand({ ...sealed, Key: 'half', Body: Readable.from(source(), { objectMode: false }), ContentLength: 2 * MIB })).catch((error: unknown) => error);
  await wait(2_000);
  await kubectl('delete', 'pod', 'storage-service-0', '--grace-period=0', '--force');
  expect(await put).toBeInstanceOf(Error);
  await readyPod('storage-service', before);
  await expect(s3Of(staging).send(new HeadObjectCommand({ Bucket: bucket, Key: 'half' }))).rejects.toMatchObject({ name: 'NotFound' });
});

it('a setting that changes rolls both pods, and changes back', async () => {
  const before = [await podOf('kms-service'), await podOf('storage-service')] as const;
  await applyOverlayWith('COFFER_LOG_LEVEL=debug');
  const rolled = [await readyPod('kms-service', before[0]), await readyPod('storage-service', before[1])] as const;
  expect(await kubectl('get', 'pod', 'storage-service-0', '-o', 'jsonpath={.spec.containers[0].envFrom[0].configMapRef.name}')).toMatch(/^coffer-settings-[a-z0-9]+$/);
  expect(JSON.parse(await kubectl('get', 'configmap', await kubectl('get', 'pod', 'storage-service-0', '-o', 'jsonpath={.spec.containers[0].envFrom[0].configMapRef.name}'), '-o', 'jsonpath={.data}'))).toMatchObject({ COFFER_LOG_LEVEL: 'debug' });
  await applyOverlay();
  await readyPod('kms-service', rolled[0]);
  await readyPod('storage-service', rolled[1]);
  expect((await open('kept')).length).toBe(3 * MIB);
});
