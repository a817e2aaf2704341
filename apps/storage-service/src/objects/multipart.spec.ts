import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { Secret } from '@coffer/crypto';
import { collect, seededRandom } from '@coffer/testing';

import { admitAll, alice, bodyOf, openObjects, put, type OpenObjects } from '../../test/support/open-objects.js';
import type { EncryptionChoice } from '../sse/encryption.js';
import type { CompleteUpload, PutResult, UploadPart } from './commands.js';
import { PART_SIZE_MIN } from './complete-upload.js';

const customerKey = { secret: Secret.copyOf(Buffer.alloc(32, 7)), md5: createHash('md5').update(Buffer.alloc(32, 7)).digest('base64') };
const otherKey = { secret: Secret.copyOf(Buffer.alloc(32, 8)), md5: createHash('md5').update(Buffer.alloc(32, 8)).digest('base64') };
const modes: [string, EncryptionChoice][] = [
  ['SSE-S3', { mode: 'default' }],
  ['SSE-KMS', { mode: 'aws:kms', keyId: 'k1', bucketKey: false }],
  ['a bucket key', { mode: 'aws:kms', keyId: 'k1', bucketKey: true }],
  ['SSE-C', { mode: 'SSE-C', key: customerKey }],
];
const name = { bucket: 'b', key: 'big' };
const first = seededRandom(1).bytes(PART_SIZE_MIN);
const second = Buffer.alloc(PART_SIZE_MIN, 'second ');
const last = Buffer.from('the end');

let open: OpenObjects;
beforeAll(async () => {
  open = await openObjects();
  await open.objects.createBucket(alice, 'b');
});

function ownKey(encryption: EncryptionChoice): object {
  return encryption.mode === 'SSE-C' ? { customerKey: encryption.key } : {};
}

function begin(encryption: EncryptionChoice, checksum?: { algorithm: 'CRC32' | 'SHA256'; type: 'FULL_OBJECT' | 'COMPOSITE' }): Promise<string> {
  const create = { caller: alice, name, metadata: { headers: new Map(), user: new Map([['a', '1']]) }, encryption };
  return open.objects.createUpload(checksum ? { ...create, checksum } : create).then(({ uploadId }) => uploadId);
}

function upload(uploadId: string, partNumber: number, bytes: Buffer, more: Partial<UploadPart> | object = {}): Promise<PutResult> {
  return open.objects.uploadPart({ caller: alice, name, uploadId, partNumber, body: bodyOf(bytes), expectations: {}, ...more });
}

function complete(uploadId: string, parts: readonly [number, PutResult][], more: Partial<CompleteUpload> = {}): Promise<PutResult> {
  const named = parts.map(([number, { etag }]) => ({ number, etag, checksums: new Map() }));
  return open.objects.completeUpload({ caller: alice, name, uploadId, parts: named, ...more });
}

async function read(encryption: EncryptionChoice, range?: { first: number; last: number }): Promise<Buffer> {
  const get = { caller: alice, name, wantChecksum: false, admit: admitAll, ...ownKey(encryption) };
  const found = await open.objects.getObject(range ? { ...get, range: { kind: 'from', ...range } } : get);
  return collect(found.body);
}

function bodyFiles(): number {
  return readdirSync(join(open.directory, 'bodies'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

describe.each(modes)('an upload sealed with %s', (_, encryption) => {
  it('takes parts in any order and at the same time, and gives the whole and ranges across them', async () => {
    const uploadId = await begin(encryption);
    const more = ownKey(encryption);
    const parts = await Promise.all([upload(uploadId, 30, last, more), upload(uploadId, 2, first, more), upload(uploadId, 7, second, more)]);
    const [three, one, two] = parts;
    const { etag } = await complete(uploadId, [[2, one], [7, two], [30, three]]);
    expect(etag).toMatch(/^[0-9a-f]{32}-3$/);
    const whole = Buffer.concat([first, second, last]);
    expect((await read(encryption)).equals(whole)).toBe(true);
    for (const [from, to] of [[0, 0], [PART_SIZE_MIN - 1, PART_SIZE_MIN], [100, 2 * PART_SIZE_MIN + 3], [2 * PART_SIZE_MIN, whole.length - 1]] as const) {
      expect((await read(encryption, { first: from, last: to })).equals(whole.subarray(from, to + 1))).toBe(true);
    }
    const found = await open.objects.getObject({ caller: alice, name, wantChecksum: false, admit: admitAll, partNumber: 3, ...more });
    expect((await collect(found.body)).equals(last)).toBe(true);
    expect(found.head).toMatchObject({ partsCount: 3, size: whole.length, metadata: { user: new Map([['a', '1']]) } });
  });

  it('frees every part that is replaced, left out or aborted', async () => {
    const before = bodyFiles();
    const uploadId = await begin(encryption);
    const more = ownKey(encryption);
    await upload(uploadId, 1, last, more);
    const replaced = await upload(uploadId, 1, second, more);
    await upload(uploadId, 2, last, more);
    await complete(uploadId, [[1, replaced]]);
    expect((await read(encryption)).equals(second)).toBe(true);
    const aborted = await begin(encryption);
    await upload(aborted, 1, last, more);
    await open.objects.abortUpload(name, aborted);
    await open.objects.removeObject({ name });
    // Nobody waits for the removal of what is freed, so it may come a little later.
    for (let tries = 0; bodyFiles() > before && tries < 200; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 25); });
    expect(bodyFiles()).toBeLessThanOrEqual(before);
    await expect(upload(aborted, 1, last, more)).rejects.toMatchObject({ code: 'NoSuchUpload' });
  });
});

describe('completing', () => {
  it('gives the same answer when it is asked again, and no answer for another upload', async () => {
    const uploadId = await begin({ mode: 'default' });
    const part = await upload(uploadId, 1, last);
    const { etag } = await complete(uploadId, [[1, part]]);
    await expect(complete(uploadId, [[1, part]])).resolves.toMatchObject({ etag });
    await expect(complete('another', [[1, part]])).rejects.toMatchObject({ code: 'NoSuchUpload' });
  });

  it('uses the ETag of S3: the MD5 of the MD5s', async () => {
    const uploadId = await begin({ mode: 'default' });
    const parts: [number, PutResult][] = [[1, await upload(uploadId, 1, first)], [2, await upload(uploadId, 2, last)]];
    const md5 = (bytes: Buffer): Buffer => createHash('md5').update(bytes).digest();
    const { etag } = await complete(uploadId, parts);
    expect(etag).toBe(`${md5(Buffer.concat([md5(first), md5(last)])).toString('hex')}-2`);
  });

  it('refuses a wrong order, a wrong ETag, a missing part and a part too small, and can then be done right', async () => {
    const uploadId = await begin({ mode: 'aws:kms', keyId: 'k1', bucketKey: false });
    const small = await upload(uploadId, 1, last);
    const big = await upload(uploadId, 2, first);
    await expect(complete(uploadId, [[2, big], [1, small]])).rejects.toMatchObject({ code: 'InvalidPartOrder' });
    await expect(complete(uploadId, [[2, big], [2, big]])).rejects.toMatchObject({ code: 'InvalidPartOrder' });
    await expect(complete(uploadId, [[2, small]])).rejects.toMatchObject({ code: 'InvalidPart' });
    await expect(complete(uploadId, [[2, big], [3, big]])).rejects.toMatchObject({ code: 'InvalidPart' });
    await expect(complete(uploadId, [[1, small], [2, big]])).rejects.toMatchObject({ code: 'EntityTooSmall' });
    await expect(complete(uploadId, [[2, big]])).resolves.toMatchObject({ encryption: { mode: 'aws:kms' } });
  });

  it('combines checksums of the whole, and composes the others', async () => {
    const whole = Buffer.concat([first, last]);
    for (const type of ['FULL_OBJECT', 'COMPOSITE'] as const) {
      const uploadId = await begin({ mode: 'default' }, { algorithm: 'CRC32', type });
      const parts: [number, PutResult][] = [[1, await upload(uploadId, 1, first)], [2, await upload(uploadId, 2, last)]];
      const { checksum } = await complete(uploadId, parts);
      const expected = { ...put('b', 'whole', whole), expectations: { checksum: { algorithm: 'CRC32', expected: () => undefined } } as const };
      const ofWhole = (await open.objects.putObject(expected)).checksum?.value;
      if (type === 'FULL_OBJECT') expect(checksum).toEqual({ algorithm: 'CRC32', type, value: ofWhole });
      else expect(checksum?.value).toMatch(/^[A-Za-z0-9+/]{6}==-2$/);
    }
  });

  it('refuses a size or a checksum of the whole that is not so', async () => {
    const uploadId = await begin({ mode: 'default' }, { algorithm: 'CRC32', type: 'FULL_OBJECT' });
    const part = await upload(uploadId, 1, last);
    await expect(complete(uploadId, [[1, part]], { expectedSize: 1 })).rejects.toMatchObject({ code: 'InvalidRequest' });
    const wrong = { algorithm: 'CRC32', type: 'FULL_OBJECT', value: 'AAAAAA==' } as const;
    await expect(complete(uploadId, [[1, part]], { expectedChecksum: wrong })).rejects.toMatchObject({ code: 'BadDigest' });
  });
});

describe('parts of an upload with a customer key', () => {
  it('must bring that key, and the others none', async () => {
    const locked = await begin({ mode: 'SSE-C', key: customerKey });
    await expect(upload(locked, 1, last)).rejects.toMatchObject({ code: 'InvalidRequest', message: expect.stringContaining('Subsequent part requests') as unknown });
    await expect(upload(locked, 1, last, { customerKey: otherKey })).rejects.toMatchObject({ message: expect.stringContaining('did not match the ones used originally') as unknown });
    const open = await begin({ mode: 'default' });
    await expect(upload(open, 1, last, { customerKey })).rejects.toMatchObject({ code: 'InvalidRequest' });
  });
});

describe('listings of what is pending', () => {
  it('show parts by number and uploads by key, in pages', async () => {
    const uploadId = await begin({ mode: 'default' });
    for (const number of [3, 1, 2]) await upload(uploadId, number, last);
    const page = await open.objects.listParts(name, uploadId, { after: 0, limit: 2 });
    expect(page).toMatchObject({ parts: [{ number: 1, size: last.length }, { number: 2 }], nextAfter: 2 });
    await expect(open.objects.listParts(name, uploadId, { after: 2, limit: 2 })).resolves.not.toHaveProperty('nextAfter');
    const uploads = await open.objects.listUploads({ bucket: 'b', prefix: 'bi', delimiter: '', maxUploads: 1000 });
    expect(uploads.uploads.map((entry) => entry.uploadId)).toContain(uploadId);
  });
});
