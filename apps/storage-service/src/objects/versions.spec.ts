import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { contextOf } from '@coffer/context';
import { Secret } from '@coffer/crypto';
import { afterTests, collect } from '@coffer/testing';

import { admitAll, alice, openObjects, put, type OpenObjects } from '../../test/support/open-objects.js';
import { objectKey, versionKey } from '../engine/index-keys.js';
import { openIndexStores, type IndexStores, type Rows } from '../engine/index-stores.js';
import type { EncryptionChoice } from '../sse/encryption.js';
import { parseVersionId } from './version-id.js';

const customerKey = (fill: number) => ({ secret: Secret.copyOf(Buffer.alloc(32, fill)), md5: createHash('md5').update(Buffer.alloc(32, fill)).digest('base64') });
const modes: readonly [string, EncryptionChoice][] = [
  ['SSE-S3', { mode: 'AES256' }],
  ['SSE-KMS', { mode: 'aws:kms', keyId: 'k1', context: contextOf([['team', 'blue']]), bucketKey: false }],
  ['another KMS key', { mode: 'aws:kms', keyId: 'k2', bucketKey: false }],
  ['a bucket key', { mode: 'aws:kms', keyId: 'k1', bucketKey: true }],
  ['SSE-C', { mode: 'SSE-C', key: customerKey(7) }],
  ['another customer key', { mode: 'SSE-C', key: customerKey(8) }],
];
const ownKey = (encryption: EncryptionChoice): object => (encryption.mode === 'SSE-C' ? { customerKey: encryption.key } : {});

let open: OpenObjects;
let stores: IndexStores;
beforeAll(async () => {
  open = await openObjects();
  await open.objects.createBucket(alice, 'b');
  stores = openIndexStores(join(open.directory, 'index'));
  afterTests(() => stores.root.close());
});

async function putVersion(key: string, bytes: Buffer, encryption: EncryptionChoice = { mode: 'AES256' }): Promise<string> {
  return (await open.objects.putObject({ ...put('b', key, bytes, encryption), versioning: 'enabled' })).versionId ?? '';
}

async function read(key: string, versionId?: string, encryption: EncryptionChoice = { mode: 'AES256' }): Promise<string> {
  const version = versionId === undefined ? {} : { version: parseVersionId(versionId) };
  const found = await open.objects.getObject({ caller: alice, name: { bucket: 'b', key }, wantChecksum: false, admit: admitAll, versioning: 'enabled', ...version, ...ownKey(encryption) });
  return (await collect(found.body)).toString();
}

/** The key of a version's row, and what lies there. */
function rowOf(key: string, versionId: string): { readonly at: Buffer; readonly head: Buffer } {
  const version = parseVersionId(versionId);
  if (version === 'null') throw new Error('the null version is found by its name');
  const at = versionKey(objectKey({ bucket: 'b', key }), version.id);
  const head = stores.versions.getBinary(at);
  if (head === undefined) throw new Error('there is no such version');
  return { at, head };
}

/** Behind the index's back, whose snapshot ends with the turn of the event loop. */
async function write(rows: Rows, at: Buffer, value: Buffer): Promise<void> {
  await rows.put(at, value);
  await new Promise((resolve) => { setTimeout(resolve, 1); });
}

describe('versions of one key', () => {
  it.each([10, 200_000])('of %i bytes are each sealed as they were put, whatever the others are', async (size) => {
    const key = `modes/${String(size)}`;
    const ids: string[] = [];
    for (const [name, encryption] of modes) ids.push(await putVersion(key, Buffer.alloc(size, name), encryption));
    await open.objects.removeObject({ name: { bucket: 'b', key }, versioning: 'enabled' });
    for (const [at, [name, encryption]] of modes.entries()) {
      expect(await read(key, ids[at], encryption)).toBe(Buffer.alloc(size, name).toString());
    }
    await expect(read(key, ids[4])).rejects.toMatchObject({ code: 'InvalidRequest' });
    await expect(read(key, ids[4], { mode: 'SSE-C', key: customerKey(8) })).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  it('take the key that one version needs, and leave that of the others alone', async () => {
    const one = await putVersion('asked', Buffer.from('one'), { mode: 'aws:kms', keyId: 'k1', bucketKey: false });
    await putVersion('asked', Buffer.from('two'), { mode: 'AES256' });
    await expect(open.objects.headObject({ caller: alice, name: { bucket: 'b', key: 'asked' }, wantChecksum: false, admit: admitAll, version: parseVersionId(one) }))
      .resolves.toMatchObject({ head: { encryption: { mode: 'aws:kms' } } });
  });

  it.each([10, 200_000])('of %i bytes are removed with their bodies, and only theirs', async (size) => {
    const key = `removed/${String(size)}`;
    const [one, two] = [await putVersion(key, Buffer.alloc(size, '1')), await putVersion(key, Buffer.alloc(size, '2'))];
    await expect(open.objects.removeObject({ name: { bucket: 'b', key }, version: parseVersionId(two) })).resolves.toEqual({ versionId: two, isMarker: false });
    expect(await read(key)).toBe('1'.repeat(size));
    await expect(read(key, two)).rejects.toMatchObject({ code: 'NoSuchVersion' });
    await open.deps.bodies.sweep((id) => open.deps.index.namesBody(id));
    expect(await read(key, one)).toBe('1'.repeat(size));
  });
});

describe('a thief who writes to the disk', () => {
  it('exchanges two versions: neither id leads to the other one', async () => {
    const [one, two] = [await putVersion('swap', Buffer.from('one')), await putVersion('swap', Buffer.from('two'))];
    await putVersion('swap', Buffer.from('three'));
    const [first, second] = [rowOf('swap', one), rowOf('swap', two)];
    await write(stores.versions, first.at, second.head);
    await write(stores.versions, second.at, first.head);
    await expect(read('swap', one)).rejects.toMatchObject({ code: 'NoSuchVersion' });
    await expect(read('swap', two)).rejects.toMatchObject({ code: 'NoSuchVersion' });
  });

  it('exchanges what two versions hold, record and body: both are damaged', async () => {
    const [one, two] = [await putVersion('entries', Buffer.from('one')), await putVersion('entries', Buffer.from('two'))];
    await putVersion('entries', Buffer.from('three'));
    const ids = [rowOf('entries', one), rowOf('entries', two)].map(({ head }) => head.subarray(2, 18));
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = ids.map((id) => stores.entries.getBinary(id));
    await write(stores.entries, ids[0] ?? Buffer.alloc(0), second);
    await write(stores.entries, ids[1] ?? Buffer.alloc(0), first);
    for (const id of [one, two]) await expect(read('entries', id)).rejects.toMatchObject({ code: 'InternalError' });
  });

  it('changes any byte of what lies under a version: it is an error, or it is not there, but never another one', async () => {
    const one = await putVersion('bytes', Buffer.from('one'));
    await putVersion('bytes', Buffer.from('two'));
    const { at, head } = rowOf('bytes', one);
    for (let index = 0; index < head.length; index += 1) {
      const changed = Buffer.from(head);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await write(stores.versions, at, changed);
      const outcome = await read('bytes', one).catch((error: unknown) => (error as { code: string }).code);
      // How the body is kept stands in the entry as well, which is what a reader goes by.
      expect(outcome).toMatch(index === 1 ? /^(one|NoSuchVersion|MethodNotAllowed)$/ : /^(InternalError|NoSuchVersion)$/);
    }
    await write(stores.versions, at, head);
    expect(await read('bytes', one)).toBe('one');
  });

  it('rots a delete marker: it is an error where it is told of', async () => {
    await putVersion('rot', Buffer.from('one'));
    const { versionId = '' } = await open.objects.removeObject({ name: { bucket: 'b', key: 'rot' }, versioning: 'enabled' });
    const { at, head } = rowOf('rot', versionId);
    await write(stores.versions, at, Buffer.concat([head.subarray(0, -1), Buffer.of((head.at(-1) ?? 0) ^ 1)]));
    await expect(read('rot')).rejects.toMatchObject({ code: 'InternalError' });
    await expect(open.objects.listVersions({ bucket: 'b', prefix: 'rot', delimiter: '', maxKeys: 9 })).rejects.toMatchObject({ code: 'InternalError' });
  });
});
