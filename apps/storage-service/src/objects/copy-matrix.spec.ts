import { createHash } from 'node:crypto';

import { contextOf } from '@coffer/context';
import { Secret } from '@coffer/crypto';
import { collect, product } from '@coffer/testing';

import { admitAll, alice, openObjects, put, type OpenObjects } from '../../test/support/open-objects.js';
import type { EncryptionChoice } from '../sse/encryption.js';

function customer(fill: number): { secret: Secret; md5: string } {
  const bytes = Buffer.alloc(32, fill);
  return { secret: Secret.copyOf(bytes), md5: createHash('md5').update(bytes).digest('base64') };
}

const modes: [string, EncryptionChoice][] = [
  ['SSE-S3', { mode: 'AES256' }],
  ['SSE-KMS', { mode: 'aws:kms', keyId: 'k1', context: contextOf([['team', 'blue']]), bucketKey: false }],
  ['another KMS key', { mode: 'aws:kms', keyId: 'k2', bucketKey: false }],
  ['a bucket key', { mode: 'aws:kms', keyId: 'k1', bucketKey: true }],
  ['SSE-C', { mode: 'SSE-C', key: customer(7) }],
  ['another customer key', { mode: 'SSE-C', key: customer(8) }],
];
const sizes = [0, 10, 300_000];

let open: OpenObjects;
beforeAll(async () => {
  open = await openObjects();
  await open.objects.createBucket(alice, 'b');
});

function ownKey(encryption: EncryptionChoice): object {
  return encryption.mode === 'SSE-C' ? { customerKey: encryption.key } : {};
}

describe.each(product(modes, modes))('a copy from %p to %p', ([fromName, from], [toName, to]) => {
  it.each(sizes)('holds the same %i bytes, its metadata and its checksum, under a key of its own', async (size) => {
    const bytes = Buffer.alloc(size, 'x');
    const key = `${fromName}/${toName}/${String(size)}`;
    const source = { ...put('b', key, bytes, from), expectations: { checksum: { algorithm: 'SHA256', expected: () => undefined } } as const };
    const { checksum } = await open.objects.putObject(source);
    const name = { bucket: 'b', key: `${key}/copy` };
    const copy = { caller: alice, source: { name: { bucket: 'b', key }, admit: admitAll, ...ownKey(from) }, name, encryption: to };
    const result = await open.objects.copyObject(copy);
    const found = await open.objects.getObject({ caller: alice, name, wantChecksum: true, admit: admitAll, ...ownKey(to) });
    expect((await collect(found.body)).equals(bytes)).toBe(true);
    expect(found.head).toMatchObject({ checksum, etag: result.etag, metadata: source.metadata });
    expect(found.head.encryption).toMatchObject({ mode: to.mode });
    if (to.mode === 'AES256') expect(result.etag).toBe(createHash('md5').update(bytes).digest('hex'));
  });
});

it('a copy takes the new metadata when it brings some, and drops the source context', async () => {
  await open.objects.putObject(put('b', 'meta', Buffer.from('x'), { mode: 'aws:kms', keyId: 'k1', context: contextOf([['team', 'blue']]), bucketKey: false }));
  const metadata = { headers: new Map([['content-type', 'image/png']]), user: new Map([['a', '1']]) };
  const source = { name: { bucket: 'b', key: 'meta' }, admit: admitAll };
  await open.objects.copyObject({ caller: alice, source, name: source.name, encryption: { mode: 'aws:kms', keyId: 'k1', bucketKey: false }, metadata });
  const { head } = await open.objects.headObject({ caller: alice, name: source.name, wantChecksum: false, admit: admitAll });
  expect(head.metadata).toEqual(metadata);
  expect(head.encryption).not.toHaveProperty('context');
});

it('a copy of what is not there, or with the wrong customer key, leaves the target as it was', async () => {
  const [, encryption] = modes[4] ?? ['', { mode: 'default' }];
  await open.objects.putObject(put('b', 'locked', Buffer.from('x'), encryption));
  await open.objects.putObject(put('b', 'target', Buffer.from('before')));
  const target = { caller: alice, name: { bucket: 'b', key: 'target' }, encryption: { mode: 'default' } } as const;
  await expect(open.objects.copyObject({ ...target, source: { name: { bucket: 'b', key: 'none' }, admit: admitAll } })).rejects.toMatchObject({ code: 'NoSuchKey' });
  await expect(open.objects.copyObject({ ...target, source: { name: { bucket: 'b', key: 'locked' }, admit: admitAll, customerKey: customer(9) } })).rejects.toMatchObject({ code: 'AccessDenied' });
  const found = await open.objects.getObject({ caller: alice, name: target.name, wantChecksum: false, admit: admitAll });
  expect((await collect(found.body)).toString()).toBe('before');
});
