import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { contextOf } from '@coffer/context';
import { Secret } from '@coffer/crypto';
import { KmsClientError } from '@coffer/kms-client';
import { collect, product, seededRandom, testCaller } from '@coffer/testing';

import { admitAll, alice, bodyOf, openObjects, put, SEGMENT_SIZE, type OpenObjects } from '../../test/support/open-objects.js';
import type { EncryptionChoice } from '../sse/encryption.js';
import type { FoundObject, GetObject } from './commands.js';
import { INLINE_SIZE_MAX } from './store-body.js';

const customerKey = { secret: Secret.copyOf(Buffer.alloc(32, 7)), md5: createHash('md5').update(Buffer.alloc(32, 7)).digest('base64') };
const otherKey = { secret: Secret.copyOf(Buffer.alloc(32, 8)), md5: createHash('md5').update(Buffer.alloc(32, 8)).digest('base64') };
const modes: Record<string, EncryptionChoice> = {
  default: { mode: 'default' },
  'SSE-S3': { mode: 'AES256' },
  'SSE-KMS': { mode: 'aws:kms', keyId: 'k1', context: contextOf([['team', 'blue']]), bucketKey: false },
  'SSE-KMS with a bucket key': { mode: 'aws:kms', keyId: 'k1', context: contextOf([['team', 'blue']]), bucketKey: true },
  'SSE-C': { mode: 'SSE-C', key: customerKey },
};
const sizes = [0, 1, INLINE_SIZE_MAX, INLINE_SIZE_MAX + 1, SEGMENT_SIZE, 3 * SEGMENT_SIZE + 5];
const random = seededRandom(1);
const bytesOf = (size: number): Buffer => random.bytes(size);

let open: OpenObjects;
beforeAll(async () => {
  open = await openObjects();
  await open.objects.createBucket(alice, 'b');
});

function get(key: string, encryption: EncryptionChoice, more: Partial<GetObject> = {}): Promise<FoundObject> {
  const own = encryption.mode === 'SSE-C' ? { customerKey } : {};
  return open.objects.getObject({ caller: alice, name: { bucket: 'b', key }, wantChecksum: false, admit: admitAll, ...own, ...more });
}

/** What the meter was told of the last put and get, in as many pieces as it came. */
function expectMetered(mode: string, size: number): void {
  const told = open.metered.splice(0);
  const sum = (what: string): number => told.filter(([each]) => each === what).reduce((total, [, , bytes]) => total + bytes, 0);
  expect([sum('sealed'), sum('opened')]).toEqual([size, size]);
  const envelopes = { AES256: ['s3'], 'SSE-C': ['customer'], 'aws:kms': ['kms', 'kms-bucket-key'] }[mode];
  for (const [, envelope] of told) expect(envelopes).toContain(envelope);
}

function stored(): Buffer {
  const files = readdirSync(open.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))));
}

describe.each(Object.entries(modes))('an object sealed with %s', (name, encryption) => {
  it.each(sizes)('comes back as it was, at %i bytes', async (size) => {
    const bytes = bytesOf(size);
    const key = `${name}/${String(size)}`;
    open.metered.length = 0;
    const result = await open.objects.putObject(put('b', key, bytes, encryption));
    const found = await get(key, encryption);
    expect((await collect(found.body)).equals(bytes)).toBe(true);
    expectMetered(result.encryption.mode, size);
    expect(found.head).toMatchObject({ size, etag: result.etag, encryption: result.encryption });
    expect(found.length).toBe(size);
  });

  it.each(product([0, 1, 1000, SEGMENT_SIZE - 41, SEGMENT_SIZE, 2 * SEGMENT_SIZE], [1, 17, SEGMENT_SIZE, 3 * SEGMENT_SIZE]))(
    'gives the range from %i of %i bytes',
    async (first, length) => {
      const key = `${name}/ranges`;
      const bytes = Buffer.alloc(3 * SEGMENT_SIZE, 'abcdefghijklmnopqrs');
      await open.objects.putObject(put('b', key, bytes, encryption));
      const found = await get(key, encryption, { range: { kind: 'from', first, last: first + length - 1 } });
      expect((await collect(found.body)).equals(bytes.subarray(first, first + length))).toBe(true);
      expect(found.range).toEqual({ start: first, end: Math.min(first + length, bytes.length) });
    },
  );

  it('leaves no plaintext on the disk', async () => {
    for (const size of [100, INLINE_SIZE_MAX * 3]) {
      const bytes = bytesOf(size);
      await open.objects.putObject(put('b', `${name}/plain/${String(size)}`, bytes, encryption));
      expect(stored().includes(bytes.subarray(0, 32))).toBe(false);
    }
  });

  it('keeps its checksum sealed, and shows it to whoever asks', async () => {
    const key = `${name}/checksum`;
    const expectations = { checksum: { algorithm: 'CRC32', expected: () => 'y/Q5Jg==' } } as const;
    await open.objects.putObject({ ...put('b', key, Buffer.from('123456789'), encryption), expectations });
    const found = await get(key, encryption, { wantChecksum: true });
    await collect(found.body);
    expect(found.head.checksum).toEqual({ algorithm: 'CRC32', value: 'y/Q5Jg==', type: 'FULL_OBJECT' });
    expect(stored().includes('y/Q5Jg==')).toBe(false);
  });
});

describe('ETags', () => {
  it('are the MD5 of the plaintext with SSE-S3', async () => {
    const { etag } = await open.objects.putObject(put('b', 'etag', Buffer.from('hello')));
    expect(etag).toBe('5d41402abc4b2a76b9719d911017c592');
  });

  it.each(['SSE-KMS', 'SSE-C'])('tell nothing with %s, and differ each time', async (name) => {
    const encryption = modes[name] ?? { mode: 'default' };
    const etags = new Set<string>();
    for (let time = 0; time < 3; time += 1) etags.add((await open.objects.putObject(put('b', 'etag', Buffer.from('hello'), encryption))).etag);
    expect(etags.size).toBe(3);
    expect(etags.has('5d41402abc4b2a76b9719d911017c592')).toBe(false);
    for (const etag of etags) expect(etag).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('a body that is not what was promised', () => {
  const faults: [string, Partial<ReturnType<typeof put>>, string][] = [
    ['another MD5', { expectations: { contentMd5: randomBytes(16) } }, 'BadDigest'],
    ['another checksum', { expectations: { checksum: { algorithm: 'SHA256', expected: () => Buffer.alloc(32).toString('base64') } } }, 'BadDigest'],
    ['another length', { length: 4 }, 'IncompleteBody'],
  ];
  it.each(product(faults, [5, INLINE_SIZE_MAX * 2]))('is refused, and the object before stays (%p, %i bytes)', async ([, fault, code], size) => {
    const before = Buffer.from('before');
    await open.objects.putObject(put('b', 'kept', before));
    await expect(open.objects.putObject({ ...put('b', 'kept', bytesOf(size)), ...fault })).rejects.toMatchObject({ code });
    expect((await collect((await get('kept', { mode: 'default' })).body)).equals(before)).toBe(true);
  });

  it('leaves no body behind', async () => {
    const count = (): number => readdirSync(join(open.directory, 'bodies'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
    const before = count();
    const body = (async function* () {
      yield* bodyOf(bytesOf(INLINE_SIZE_MAX * 4));
      throw new Error('the client went away');
    })();
    await expect(open.objects.putObject({ ...put('b', 'gone', Buffer.alloc(0)), body })).rejects.toThrow('the client went away');
    await expect(get('gone', { mode: 'default' })).rejects.toMatchObject({ code: 'NoSuchKey' });
    expect(count()).toBe(before);
  });
});

describe('keys', () => {
  it('are asked of the KMS for the caller, with the object ARN and the user context', async () => {
    const { objects, kms } = await openObjects();
    await objects.createBucket(alice, 'b');
    await objects.putObject(put('b', 'x', Buffer.from('x'), modes['SSE-KMS']));
    expect(kms.uses).toEqual([
      { operation: 'GenerateDataKey', who: alice.arn, keyId: 'k1', context: contextOf([['aws:s3:arn', 'arn:aws:s3:::b/x'], ['team', 'blue']]) },
    ]);
  });

  it('of a bucket cost one call for many objects, and one more for another principal', async () => {
    const { objects, kms, bucketKeyUses } = await openObjects();
    await objects.createBucket(alice, 'b');
    const encryption = { mode: 'aws:kms', keyId: 'k1', bucketKey: true } as const;
    for (let index = 0; index < 20; index += 1) await objects.putObject(put('b', `x${String(index)}`, Buffer.from('x'), encryption));
    expect(kms.uses).toHaveLength(1);
    expect(kms.uses[0]?.context).toEqual(contextOf([['aws:s3:arn', 'arn:aws:s3:::b']]));
    await objects.putObject(put('b', 'y', Buffer.from('y'), encryption, testCaller('bob')));
    expect(kms.uses).toHaveLength(2);
    expect(bucketKeyUses.filter((use) => use === 'hit')).toHaveLength(19);
  });

  it('are not held when bucket keys are switched off', async () => {
    const { objects, kms } = await openObjects({ bucketKeyMs: 0 });
    await objects.createBucket(alice, 'b');
    for (let index = 0; index < 3; index += 1) await objects.putObject(put('b', 'x', Buffer.from('x')));
    expect(kms.uses).toHaveLength(3);
  });

  it('that the KMS does not give leave nothing, and answer as S3 does', async () => {
    const { objects, kms } = await openObjects();
    await objects.createBucket(alice, 'b');
    kms.refusal = new KmsClientError('Unavailable', 'away', { retryAfterSeconds: 2 });
    await expect(objects.putObject(put('b', 'x', Buffer.from('x')))).rejects.toMatchObject({ code: 'ServiceUnavailable', retryAfterSeconds: 2 });
    kms.refusal = new KmsClientError('DisabledException', 'arn:k is disabled.');
    await expect(objects.putObject(put('b', 'x', Buffer.from('x')))).rejects.toMatchObject({ code: 'KMS.DisabledException', message: 'arn:k is disabled.' });
    kms.refusal = undefined;
    await expect(objects.listObjects({ bucket: 'b', prefix: '', delimiter: '', after: '', maxKeys: 10 })).resolves.toMatchObject({ entries: [] });
  });

  it('of a customer must come back, and be the same', async () => {
    await open.objects.putObject(put('b', 'c', Buffer.from('c'), modes['SSE-C']));
    await expect(get('c', { mode: 'default' })).rejects.toMatchObject({ code: 'InvalidRequest' });
    await expect(get('c', { mode: 'default' }, { customerKey: otherKey })).rejects.toMatchObject({ code: 'AccessDenied' });
    await open.objects.putObject(put('b', 's', Buffer.from('s')));
    await expect(get('s', { mode: 'default' }, { customerKey })).rejects.toMatchObject({ code: 'InvalidRequest' });
  });
});
