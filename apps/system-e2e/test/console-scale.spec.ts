import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import { CreateBucketCommand, DeletePublicAccessBlockCommand, GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { tempDir } from '@coffer/testing';

import { Person } from '../src/browser/person.js';
import { openSite } from '../src/browser/site.js';
import type { Installation } from '../src/installation.js';
import { writeLargeFile } from '../src/large-file.js';
import { describeWithTool } from '../src/tool.js';

jest.setTimeout(480_000);

const MIB_OF_GIB = 1024;
const GIB = MIB_OF_GIB * 1024 ** 2;
const OBJECTS = 100_000;
const WRITERS = 64;
/** What one waits for a page of a listing on a busy machine; alone it takes tens of milliseconds. */
const PAGE_MS_MAX = 5_000;

describeWithTool('chromium', () => {
  let site: Installation;
  let person: Person;

  beforeAll(async () => {
    site = await openSite();
    person = await Person.signedIn(site);
  });

  afterEach(() => { expect(person.complaints()).toEqual([]); });

  it('uploads 1 GiB with progress, pauses, goes on, and the store has every byte', async () => {
    await site.s3().send(new CreateBucketCommand({ Bucket: 'large' }));
    const file = join(tempDir(), 'film.bin');
    await writeLargeFile(file, MIB_OF_GIB);
    await person.goTo('#/buckets/large', 'large');
    await person.giveFiles('Upload', file);
    await person.choose('Encryption', 'SSE-KMS');
    await person.agree('Upload');
    const seen = await progressUntil(20);
    expect(new Set(seen).size).toBeGreaterThan(3);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));

    await person.button('Pause film.bin').click();
    await person.page.getByText(/^paused, /).waitFor();
    const paused = await settledProgress();
    expect(paused).toBeLessThan(100);
    await person.page.waitForTimeout(1_000);
    expect(await progress()).toBe(paused);
    expect((await site.s3().send(new ListMultipartUploadsCommand({ Bucket: 'large' }))).Uploads).toHaveLength(1);

    await person.button('Resume film.bin').click();
    await person.page.getByRole('heading', { name: '1 transfer done', exact: true }).waitFor({ timeout: 240_000 });
    expect(await site.s3().send(new HeadObjectCommand({ Bucket: 'large', Key: 'film.bin', ChecksumMode: 'ENABLED' }))).toMatchObject({
      ContentLength: GIB, ServerSideEncryption: 'aws:kms', ETag: expect.stringMatching(/-128"$/), ChecksumSHA256: expect.stringMatching(/-128$/),
    });
    expect(await sha256Of(await stored('film.bin'))).toBe(await sha256Of(createReadStream(file)));
    expect((await site.s3().send(new ListMultipartUploadsCommand({ Bucket: 'large' }))).Uploads ?? []).toEqual([]);
  });

  it('cancels an upload, and leaves nothing of it', async () => {
    const file = join(tempDir(), 'other.bin');
    await writeLargeFile(file, MIB_OF_GIB / 4);
    await person.goTo('#/buckets/large', 'large');
    await person.giveFiles('Upload', file);
    await person.agree('Upload');
    await person.button('Cancel other.bin').click();
    await person.page.getByText('other.bin').waitFor({ state: 'detached' });
    await expect(site.s3().send(new HeadObjectCommand({ Bucket: 'large', Key: 'other.bin' }))).rejects.toMatchObject({ name: 'NotFound' });
    await untilNoUpload();
  });

  it(`lists ${OBJECTS.toLocaleString('en-GB')} objects, a page at a time, and finds one among them`, async () => {
    await fill('many');
    await person.goTo('#/buckets/many', 'many');
    const rows = (): Promise<number> => person.page.locator('tbody tr').count();
    const times: number[] = [];
    for (let page = 1; page <= 20; page += 1) {
      const start = performance.now();
      await person.page.getByText(`0 folders, 100 objects on page ${page}`).waitFor();
      await person.page.getByRole('link', { name: nameOf((page - 1) * 100), exact: true }).waitFor();
      times.push(performance.now() - start);
      expect(await rows()).toBe(100);
      await person.button('Next page').click();
    }
    expect(Math.max(...times)).toBeLessThan(PAGE_MS_MAX);
    await person.button('Previous page').click();
    await person.page.getByText('100 objects on page 20').waitFor();

    await person.page.getByLabel('Names that begin with').fill('object-09999');
    await person.button('Find').click();
    await person.page.getByText('0 folders, 10 objects on page 1').waitFor();
    await person.page.getByRole('link', { name: nameOf(OBJECTS - 1), exact: true }).click();
    await person.page.getByRole('heading', { level: 1, name: nameOf(OBJECTS - 1) }).waitFor();

    await overviewUntil('The first 10,000 objects in 2 buckets, by seal');
  });

  /** Looks anew until the overview tells so: objects are counted once a minute at most. */
  async function overviewUntil(heading: string): Promise<void> {
    const wanted = person.page.getByRole('heading', { name: heading });
    for (let looks = 0; looks < 90; looks += 1) {
      await person.goTo('#/buckets', 'Buckets');
      await person.goTo('#/', 'Overview');
      await person.page.getByRole('heading', { name: / by seal$/ }).waitFor();
      if (await wanted.count() > 0) return;
      await person.page.waitForTimeout(1_000);
    }
    throw new Error(`the overview does not say: ${heading}`);
  }

  async function progress(): Promise<number> {
    return Number(await person.page.getByRole('progressbar', { name: 'All transfers' }).getAttribute('aria-valuenow'));
  }

  async function progressUntil(wanted: number): Promise<readonly number[]> {
    const seen: number[] = [];
    while ((seen.at(-1) ?? 0) < wanted) {
      seen.push(await progress());
      await person.page.waitForTimeout(50);
    }
    return seen;
  }

  /** What is shown once parts that were under way when it was paused have ended. */
  async function settledProgress(): Promise<number> {
    await person.page.waitForTimeout(1_000);
    return progress();
  }

  async function stored(Key: string): Promise<Readable> {
    return (await site.s3().send(new GetObjectCommand({ Bucket: 'large', Key }))).Body as Readable;
  }

  /** The upload is taken away when what was under way has ended. */
  async function untilNoUpload(): Promise<void> {
    for (let looks = 0; looks < 100; looks += 1) {
      if ((await site.s3().send(new ListMultipartUploadsCommand({ Bucket: 'large' }))).Uploads === undefined) return;
      await person.page.waitForTimeout(100);
    }
    throw new Error('the upload that was cancelled is still there');
  }

  /** Written without signatures into a bucket that lets everybody write: quicker for the test's own process. */
  async function fill(bucket: string): Promise<void> {
    const s3 = site.s3();
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/*` }] }) }));
    const agent = new Agent({ keepAlive: true, maxSockets: WRITERS });
    let at = 0;
    const write = async (): Promise<void> => {
      while (at < OBJECTS) expect(await put(agent, `${site.s3Url}/${bucket}/${nameOf(at++)}`)).toBe(200);
    };
    await Promise.all(Array.from({ length: WRITERS }, write));
    agent.destroy();
  }
});

async function sha256Of(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function nameOf(at: number): string {
  return `object-${String(at).padStart(6, '0')}`;
}

function put(agent: Agent, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { agent, method: 'PUT', headers: { 'content-length': 1 } }, (response) => response.resume().once('end', () => { resolve(response.statusCode); })).once('error', reject).end('x');
  });
}
