import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { contextOf } from '@coffer/context';
import { Secret } from '@coffer/crypto';
import { collect } from '@coffer/testing';

import { admitAll, alice, openObjects, put, type OpenObjects } from '../../test/support/open-objects.js';
import type { ObjectEntry } from '../engine/object-index.js';
import type { EncryptionChoice } from '../sse/encryption.js';

const customerKey = { secret: Secret.copyOf(Buffer.alloc(32, 7)), md5: createHash('md5').update(Buffer.alloc(32, 7)).digest('base64') };
const modes: Record<string, EncryptionChoice> = {
  'SSE-S3': { mode: 'AES256' },
  'SSE-KMS': { mode: 'aws:kms', keyId: 'k1', context: contextOf([['team', 'blue']]), bucketKey: false },
  'SSE-KMS with a bucket key': { mode: 'aws:kms', keyId: 'k1', context: contextOf([['team', 'blue']]), bucketKey: true },
  'SSE-C': { mode: 'SSE-C', key: customerKey },
};

let open: OpenObjects;
beforeAll(async () => {
  open = await openObjects();
  await open.objects.createBucket(alice, 'b');
});

async function read(key: string, encryption: EncryptionChoice): Promise<Buffer> {
  const own = encryption.mode === 'SSE-C' ? { customerKey } : {};
  const found = await open.objects.getObject({ caller: alice, name: { bucket: 'b', key }, wantChecksum: false, admit: admitAll, ...own });
  return collect(found.body);
}

async function entryOf(key: string): Promise<ObjectEntry> {
  const entry = await open.deps.index.findObject({ bucket: 'b', key });
  if (!entry) throw new Error('there is no such object');
  return entry;
}

/** Stores an object's entry as a thief would have left it. */
async function forge(key: string, entry: ObjectEntry): Promise<void> {
  await open.deps.index.commitObject({ bucket: 'b', key }, entry);
}

function flipped(bytes: Buffer, index: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[index] = (changed[index] ?? 0) ^ 1;
  return changed;
}

function files(): string[] {
  const entries = readdirSync(join(open.directory, 'bodies'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The file of the object that `store` makes. */
async function fileOf(store: () => Promise<unknown>): Promise<string> {
  const before = new Set(files());
  await store();
  const [file] = files().filter((name) => !before.has(name));
  if (file === undefined) throw new Error('no file was written');
  return file;
}

describe.each(Object.entries(modes))('with %s', (name, encryption) => {
  const damaged = expect.objectContaining({ code: expect.stringMatching(/^(InternalError|AccessDenied|InvalidRequest|ServiceUnavailable)$/) as unknown });

  it('every byte of a record matters', async () => {
    const key = `${name}/record`;
    await open.objects.putObject(put('b', key, Buffer.from('plaintext'), encryption));
    const entry = await entryOf(key);
    for (let index = 0; index < entry.record.length; index += 1) {
      await forge(key, { ...entry, record: flipped(entry.record, index) });
      await expect(read(key, encryption)).rejects.toEqual(damaged);
    }
    await forge(key, entry);
    await expect(read(key, encryption)).resolves.toEqual(Buffer.from('plaintext'));
  });

  it('every byte of a small body and of a listing entry matters', async () => {
    const key = `${name}/inline`;
    await open.objects.putObject(put('b', key, Buffer.from('plaintext'), encryption));
    const entry = await entryOf(key);
    if (entry.body.kind !== 'inline') throw new Error('a small body is kept inline');
    for (let index = 0; index < entry.body.bytes.length; index += 1) {
      await forge(key, { ...entry, body: { kind: 'inline', bytes: flipped(entry.body.bytes, index) } });
      await expect(read(key, encryption)).rejects.toMatchObject({ code: 'InternalError' });
    }
    for (let index = 0; index < entry.summary.length; index += 1) {
      await forge(key, { ...entry, summary: flipped(entry.summary, index) });
      await expect(read(key, encryption)).rejects.toMatchObject({ code: 'InternalError' });
    }
  });

  it('a record or body that stands under another name does not open', async () => {
    await open.objects.putObject(put('b', `${name}/one`, Buffer.from('one'), encryption));
    await open.objects.putObject(put('b', `${name}/two`, Buffer.from('two'), encryption));
    const one = await entryOf(`${name}/one`);
    const two = await entryOf(`${name}/two`);
    await forge(`${name}/two`, one);
    await expect(read(`${name}/two`, encryption)).rejects.toEqual(damaged);
    await forge(`${name}/two`, { ...two, body: one.body });
    await expect(read(`${name}/two`, encryption)).rejects.toMatchObject({ code: 'InternalError' });
  });

  it('a body in a file that is changed, cut, continued or gone is an error', async () => {
    const key = `${name}/file`;
    const bytes = Buffer.alloc(200_000, 'plaintext ');
    const file = await fileOf(() => open.objects.putObject(put('b', key, bytes, encryption)));
    const sealed = readFileSync(file);
    for (const index of [0, 1, 32, 39, 40, 65_535, 65_536, sealed.length - 1]) {
      writeFileSync(file, flipped(sealed, index));
      await expect(read(key, encryption)).rejects.toMatchObject({ code: 'InternalError' });
    }
    writeFileSync(file, sealed);
    truncateSync(file, sealed.length - 1);
    await expect(read(key, encryption)).rejects.toMatchObject({ code: 'InternalError' });
    writeFileSync(file, sealed);
    appendFileSync(file, Buffer.of(0));
    await expect(read(key, encryption)).rejects.toMatchObject({ code: 'InternalError' });
    writeFileSync(file, sealed);
    await expect(read(key, encryption)).resolves.toEqual(bytes);
    unlinkSync(file);
    await expect(read(key, encryption)).rejects.toMatchObject({ code: 'InternalError' });
  });
});

it('a listing entry that rotted is an error of the listing', async () => {
  await open.objects.putObject(put('b', 'rot', Buffer.from('x')));
  const entry = await entryOf('rot');
  await forge('rot', { ...entry, summary: flipped(entry.summary, 3) });
  const listing = open.objects.listObjects({ bucket: 'b', prefix: 'rot', delimiter: '', after: '', maxKeys: 10 });
  await expect(listing).rejects.toMatchObject({ code: 'InternalError' });
});
