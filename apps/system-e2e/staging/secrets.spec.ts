import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { connect } from 'node:tls';

import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { workspace } from '../src/tree.js';
import { eventually, kubectl } from './src/kubectl.js';
import { applyOverlay } from './src/overlay.js';
import { podOf, readyPod } from './src/pods.js';
import { readSecret, writeSecret } from './src/secret.js';
import { openStaging, s3Of, type Staging } from './src/staging.js';

jest.setTimeout(600_000);

const RELOAD_SECONDS_MAX = 180;
const SECRET = 'coffer-root-key';
const bucket = `secrets-${String(Date.now())}`;
const body = randomBytes(100_000);
let staging: Staging;

beforeAll(async () => {
  staging = await openStaging();
  await readyPod('kms-service');
  await readyPod('storage-service');
  await s3Of(staging).send(new CreateBucketCommand({ Bucket: bucket }));
  await s3Of(staging).send(new PutObjectCommand({ Bucket: bucket, Key: 'a', Body: body, ServerSideEncryption: 'aws:kms' }));
});

async function open(): Promise<Buffer> {
  const { Body } = await s3Of(staging).send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** The serial number of the certificate that a door shows. */
function serialOf(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), servername: hostname, ca: staging.ca }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

it('certificates that are made anew are taken by running pods', async () => {
  const pods = [await podOf('kms-service'), await podOf('storage-service')];
  const before = [await serialOf(staging.s3Url), await serialOf(staging.kmsUrl)];
  await kubectl('delete', 'secret', 'storage-service-https', 'kms-service-https', 'kms-service-grpc', 'storage-service-grpc');
  await kubectl('delete', 'job', 'cluster-init', '--ignore-not-found');
  await applyOverlay();
  await eventually('both doors show other certificates', RELOAD_SECONDS_MAX, async () => {
    const now = [await serialOf(staging.s3Url), await serialOf(staging.kmsUrl)];
    return now.every((serial, index) => serial !== before[index]) || undefined;
  });
  for (const service of ['kms-service', 'storage-service'] as const) {
    await eventually(`${service} has taken its certificate for gRPC`, RELOAD_SECONDS_MAX, async () => /"part":"grpc"[^\n]*"certificates were reloaded"/.test(await kubectl('logs', `${service}-0`)) || undefined);
  }
  expect([await podOf('kms-service'), await podOf('storage-service')]).toEqual(pods);
  await s3Of(staging).send(new PutObjectCommand({ Bucket: bucket, Key: 'b', Body: 'x', ServerSideEncryption: 'aws:kms' }));
  expect((await open()).equals(body)).toBe(true);
});

describe('the root key', () => {
  const otherKey = `coffer-root-key-1:${randomBytes(32).toString('base64')}\n`;

  it.each([
    ['is missing', undefined, /^COFFER_KMS_ROOT_KEY_FILE: \/run\/coffer\/root-key\/root-key cannot be opened \(ENOENT\)/],
    ['is that of another', otherKey, /^COFFER_KMS_ROOT_KEY_FILE: .*root key/],
    ['is spoilt', 'coffer-root-key-1:short', /^COFFER_KMS_ROOT_KEY_FILE: .* holds no root key/],
  ])('%s: the pod says so, nothing is harmed, and all is well when it is back', async (_, text, words) => {
    const kept = await readSecret(SECRET);
    const storage = await podOf('storage-service');
    const before = await podOf('kms-service');
    await kubectl('delete', 'secret', SECRET);
    try {
      if (text !== undefined) await writeSecret(SECRET, new Map([['root-key', text]]));
      await kubectl('delete', 'pod', 'kms-service-0');
      const pod = await eventually('kms-service ends', 60, async () => {
        const state = await podOf('kms-service');
        return state.uid !== before.uid && state.lastWords !== '' ? state : undefined;
      });
      expect(pod.ready).toBe(false);
      expect(pod.lastWords).toMatch(words);
      expect(await kubectl('describe', 'pod', 'kms-service-0')).toContain(pod.lastWords.split('\n')[0]);
      const log = await kubectl('logs', 'kms-service-0').catch(() => kubectl('logs', 'kms-service-0', '--previous'));
      expect(log).toMatch(words);
      for (const secret of [kept.get('root-key') ?? '', text ?? '']) if (secret.length > 30) expect(log).not.toContain(secret.slice(20, 50));
      expect(await podOf('storage-service')).toEqual(storage);
      await expect(s3Of(staging).send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }), { requestTimeout: 5_000 })).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    } finally {
      await kubectl('delete', 'secret', SECRET, '--ignore-not-found');
      await writeSecret(SECRET, kept);
      await kubectl('delete', 'pod', 'kms-service-0');
      await readyPod('kms-service', before);
    }
    expect((await eventually('the object opens', 30, open)).equals(body)).toBe(true);
  });

  it('is put in the place of another by the Job of deploy/jobs, as the docs say', async () => {
    const kept = await readSecret(SECRET);
    const before = await podOf('kms-service');
    const fresh = new Map([['root-key', otherKey]]);
    await writeSecret('coffer-new-root-key', fresh);
    await kubectl('scale', 'statefulset', 'kms-service', '--replicas=0');
    await kubectl('wait', '--for=delete', 'pod/kms-service-0', '--timeout=60s');
    await kubectl('apply', '-f', join(workspace, 'deploy/jobs/rotate-root-key.yaml'));
    await kubectl('wait', '--for=condition=complete', 'job/rotate-root-key', '--timeout=60s');
    expect(await kubectl('logs', 'job/rotate-root-key')).toMatch(/^the root key was rotated: \d+ keys with \d+ materials are wrapped by \/run\/coffer\/new-root-key\/root-key\n/);
    await kubectl('delete', 'secret', SECRET);
    await writeSecret(SECRET, fresh);
    await kubectl('scale', 'statefulset', 'kms-service', '--replicas=1');
    await readyPod('kms-service', before);
    await kubectl('delete', 'job/rotate-root-key', 'secret/coffer-new-root-key');
    expect((await eventually('the object opens', 30, open)).equals(body)).toBe(true);
    expect(await readSecret(SECRET)).not.toEqual(kept);
  });

  it('is never overwritten by cluster-init', async () => {
    const kept = await readSecret(SECRET);
    await kubectl('delete', 'job', 'cluster-init', '--ignore-not-found');
    await applyOverlay();
    await eventually('the job is done', 60, async () => /True/.test(await kubectl('get', 'job', 'cluster-init', '-o', 'jsonpath={.status.conditions[?(@.type=="Complete")].status}')) || undefined);
    expect(await readSecret(SECRET)).toEqual(kept);
  });
});
