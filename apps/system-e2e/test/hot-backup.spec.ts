import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { CreateKeyCommand } from '@aws-sdk/client-kms';
import {
  CompleteMultipartUploadCommand, CreateBucketCommand, CreateMultipartUploadCommand, DeleteObjectCommand, GetObjectCommand, HeadBucketCommand, paginateListObjectsV2,
  PutObjectCommand, UploadPartCommand, type PutObjectCommandInput, type S3Client,
} from '@aws-sdk/client-s3';
import { runProcess, startProcess, tempDir, type RunningProcess } from '@coffer/testing';

import { Installation } from '../src/installation.js';

const Bucket = 'kept';
const SMALL = 1_000;
/** In a file of its own. */
const LARGE = 200_000;
const PART = 5 * 1_048_576;
/** What is written over and over, so that bodies go while they are copied. */
const HOT_KEYS = 4;

/** A body that says of which key and which round it is, to its last byte. */
const bodyOf = (key: string, round: number, size: number): Buffer => Buffer.alloc(size, `${key}#${String(round)}/`);

async function read(s3: S3Client, Key: string): Promise<Buffer> {
  return Buffer.from((await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToByteArray()) ?? []);
}

/** Writes and removes until it is told to stop. `acknowledged`: the last round of each key that was answered; a key that is being removed is not in it. */
class Load {
  readonly acknowledged = new Map<string, { readonly round: number; readonly size: number }>();
  readonly #s3: S3Client;
  readonly #newKey: () => Promise<string>;
  #isStopped = false;
  #running: Promise<unknown> = Promise.resolve();
  #rounds = 0;

  constructor(s3: S3Client, newKey: () => Promise<string>) {
    this.#s3 = s3;
    this.#newKey = newKey;
  }

  start(): void {
    const hot = Array.from({ length: HOT_KEYS }, (_, index) => this.#loop((round) => this.put(`hot/${String(index)}`, round, LARGE)));
    this.#running = Promise.all([...hot, this.#loop((round) => this.#comeAndGo(round)), this.#loop((round) => this.#underNewKey(round)), this.#loop((round) => this.#multipart(`parts/${String(round % 3)}`, round))]);
  }

  async reach(rounds: number): Promise<void> {
    for (const until = this.#rounds + rounds; this.#rounds < until;) await delay(20);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async put(key: string, round: number, size: number, how: Partial<PutObjectCommandInput> = {}): Promise<void> {
    await this.#s3.send(new PutObjectCommand({ Bucket, Key: key, Body: bodyOf(key, round, size), ...how }));
    this.acknowledged.set(key, { round, size });
  }

  async #loop(step: (round: number) => Promise<void>): Promise<void> {
    for (let round = 1; !this.#isStopped; round += 1) {
      await step(round);
      this.#rounds += 1;
    }
  }

  async #comeAndGo(round: number): Promise<void> {
    const key = `come/${String(round % 20)}`;
    await this.put(key, round, LARGE);
    if (round % 2 === 0) return;
    this.acknowledged.delete(key);
    await this.#s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
  }

  async #underNewKey(round: number): Promise<void> {
    await this.put(`keys/${String(round)}`, round, round % 2 === 0 ? SMALL : LARGE, { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: await this.#newKey(), BucketKeyEnabled: round % 3 === 0 });
  }

  async #multipart(Key: string, round: number): Promise<void> {
    const { UploadId } = await this.#s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const body = bodyOf(Key, round, PART + SMALL);
    const Parts = [];
    for (const [index, Body] of [body.subarray(0, PART), body.subarray(PART)].entries()) {
      Parts.push({ PartNumber: index + 1, ETag: (await this.#s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: index + 1, Body }))).ETag });
    }
    await this.#s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    this.acknowledged.set(Key, { round, size: body.length });
  }
}

/** The settings of a service over another directory, where its root key and certificates are as well. */
function moved(installation: Installation, service: 'kms-service' | 'storage-service', to: string): Record<string, string> {
  return Object.fromEntries(Object.entries(installation.settingsOf(service)).map(([name, value]) => [name, value.replace(installation.dataDir, to)]));
}

const backUp = (installation: Installation, service: 'kms-service' | 'storage-service', directory: string): ReturnType<typeof runProcess> =>
  runProcess(service, installation.settingsOf(service), ['backup', directory]);

/** Puts both backups, root key and certificates where a new installation has them, and starts it. */
async function restore(installation: Installation, backups: readonly string[]): Promise<{ readonly settings: Record<'kms-service' | 'storage-service', Record<string, string>>; readonly running: readonly RunningProcess[] }> {
  const elsewhere = join(tempDir(), 'restored');
  for (const backup of backups) cpSync(backup, elsewhere, { recursive: true });
  for (const kept of ['root.key', 'tls']) cpSync(join(installation.dataDir, kept), join(elsewhere, kept), { recursive: true });
  const settings = { 'kms-service': moved(installation, 'kms-service', elsewhere), 'storage-service': moved(installation, 'storage-service', elsewhere) };
  const kms = await startProcess('kms-service', settings['kms-service']);
  return { settings, running: [await startProcess('storage-service', settings['storage-service']), kms] };
}

describe('backups of running services', () => {
  it('restored elsewhere have everything that was acknowledged before they began, whole, and a key for every object', async () => {
    const installation = await Installation.start({ COFFER_S3_DATA_EVENTS: 'kept', COFFER_BUCKET_KEY_SECONDS: '1' });
    const [s3, kms] = [installation.s3(), installation.kmsClient()];
    await s3.send(new CreateBucketCommand({ Bucket }));
    const load = new Load(s3, async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '');
    for (let i = 0; i < 40; i += 1) await load.put(`still/${String(i)}`, i, i % 2 === 0 ? SMALL : LARGE);
    load.start();
    await load.reach(60);
    const before = new Map(load.acknowledged);
    const folder = tempDir();
    const backups = [join(folder, 'storage'), join(folder, 'kms')];
    expect(await backUp(installation, 'storage-service', backups[0] ?? '')).toMatchObject({ code: 0, stderr: '' });
    await s3.send(new CreateBucketCommand({ Bucket: 'made-between-the-backups' }));
    await load.reach(20);
    expect(await backUp(installation, 'kms-service', backups[1] ?? '')).toMatchObject({ code: 0, stderr: '' });
    await load.reach(20);
    await load.stop();
    await installation.stop();
    expect(readdirSync(folder).sort()).toEqual(['kms', 'storage']);

    const { settings, running } = await restore(installation, backups);
    const restored = installation.s3();
    const found = new Set<string>();
    for await (const { Contents = [] } of paginateListObjectsV2({ client: restored }, { Bucket })) for (const { Key = '' } of Contents) found.add(Key);
    for (const key of found) {
      const body = await read(restored, key);
      const round = Number(/#(\d+)\//.exec(body.subarray(0, 200).toString())?.[1]);
      expect([key, body.equals(bodyOf(key, round, body.length))]).toEqual([key, true]);
      const known = before.get(key);
      if (known !== undefined) expect([key, round >= known.round]).toEqual([key, true]);
    }
    for (const [key, { round, size }] of before) {
      if (!key.startsWith('come/')) expect([key, found.has(key)]).toEqual([key, true]);
      if (key.startsWith('still/')) expect((await read(restored, key)).equals(bodyOf(key, round, size))).toBe(true);
    }

    // Both go on: what is recorded now reaches the KMS's log, although that had more of the former chain than was put back.
    await expect(restored.send(new HeadBucketCommand({ Bucket: 'made-between-the-backups' }))).rejects.toMatchObject({ name: 'NotFound' });
    await restored.send(new CreateBucketCommand({ Bucket: 'made-after-the-restore' }));
    await untilTold(settings['kms-service'], 'made-after-the-restore');
    restored.destroy();
    for (const process of running) expect(await process.stop()).toMatchObject({ code: 0 });
    for (const [service, ...args] of [['kms-service'], ['storage-service', 'management'], ['storage-service', 'data']] as const) {
      expect(await runProcess(service, settings[service], ['audit', 'verify', ...args])).toMatchObject({ code: 0, stdout: expect.stringMatching(/: whole\n$/) as string });
    }
  }, 180_000);

  it('go to a directory that is not there or empty, and to no other', async () => {
    const installation = await Installation.start();
    const full = tempDir();
    writeFileSync(join(full, 'mine'), 'mine');
    for (const service of ['kms-service', 'storage-service'] as const) {
      expect(await backUp(installation, service, full)).toMatchObject({ code: 1, stderr: `DIR: ${full} is not empty; name a directory that is empty or not there\n` });
      expect(await backUp(installation, service, join(full, 'mine'))).toMatchObject({ code: 1, stderr: `DIR: ${join(full, 'mine')} is no directory that can be read (ENOTDIR)\n` });
      expect(await backUp(installation, service, join(full, 'none/there'))).toMatchObject({ code: 1, stderr: expect.stringMatching(/^DIR: \S+ cannot be made \(ENOENT\)\n$/) as string });
      expect(await runProcess(service, installation.settingsOf(service), ['backup'])).toMatchObject({ code: 1, stderr: expect.stringContaining('usage: ') as string });
      const empty = join(tempDir(), 'empty');
      mkdirSync(empty);
      expect(await backUp(installation, service, empty)).toMatchObject({ code: 0 });
      expect(statSync(empty).mode & 0o077).toBe(0);
    }
    expect(readdirSync(full)).toEqual(['mine']);
    const nothing = { COFFER_DATA_DIR: join(tempDir(), 'nothing') };
    expect(await runProcess('kms-service', nothing, ['backup', join(full, 'x')])).toMatchObject({ code: 1, stderr: expect.stringMatching(/^COFFER_DATA_DIR: there are no keys in /) as string });
    expect(await runProcess('storage-service', nothing, ['backup', join(full, 'x')])).toMatchObject({ code: 1, stderr: expect.stringMatching(/^COFFER_INDEX_URL: the index in \S+ is not there/) as string });
    expect([readdirSync(full), existsSync(nothing.COFFER_DATA_DIR)]).toEqual([['mine'], false]);
    await installation.stop();
  });
});

/** Waits until the KMS's log tells of `name`. */
async function untilTold(settings: Record<string, string>, name: string): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    if ((await runProcess('kms-service', settings, ['audit', 'export'])).stdout.includes(name)) return;
    await delay(500);
  }
  throw new Error(`the log does not tell of ${name}`);
}
