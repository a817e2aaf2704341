import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import type { KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, ListMultipartUploadsCommand, type S3Client } from '@aws-sdk/client-s3';
import { KmsDiscoveryKeyring, S3EncryptionClient, type EncryptionAlgorithm, type Keyring, type Progress, type PutBody } from '@coffer/s3-encryption-client';
import { product, tempDir } from '@coffer/testing';

import { isThere, keyringsOf, storedObject } from '../src/client-side.js';
import { Installation } from '../src/installation.js';

jest.setTimeout(300_000);

const Bucket = 'client-side';
const MIB = 1024 ** 2;
const KEYRINGS = ['kms+context', 'AES/GCM', 'RSA-OAEP-SHA1'] as const;
const FORMATS = ['V3', 'V2'] as const;
const ALGORITHMS: Record<(typeof FORMATS)[number], EncryptionAlgorithm> = { V3: 'ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY', V2: 'ALG_AES_256_GCM_IV12_TAG16_NO_KDF' };
const CONTEXTS: readonly (readonly [string, Record<string, string> | undefined])[] = [['no context', undefined], ['an ASCII one', { team: 'blue' }], ['a non-ASCII one', { équipe: 'bleu ☂ 𝄞', 'Ã©': 'Ã©' }]];

let installation: Installation;
let s3: S3Client;
let kms: KMSClient;
let keyrings: ReadonlyMap<string, Keyring>;

beforeAll(async () => {
  installation = await Installation.start();
  s3 = installation.s3();
  kms = installation.kmsClient();
  await s3.send(new CreateBucketCommand({ Bucket }));
  keyrings = await keyringsOf(kms);
});

function clientFor(keyring: string, format: string, more: Partial<ConstructorParameters<typeof S3EncryptionClient>[0]> = {}): S3EncryptionClient {
  const commitmentPolicy = format === 'V2' ? 'FORBID_ENCRYPT_ALLOW_DECRYPT' as const : 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT' as const;
  return new S3EncryptionClient({ s3, keyring: keyrings.get(keyring)!, commitmentPolicy, ...more });
}

describe.each(product(FORMATS, KEYRINGS))('%s %s', (format, keyring) => {
  const algorithm = ALGORITHMS[format];
  describe.each(['object', 'instruction file'] as const)('with its metadata in the %s', (place) => {
    const instructionFiles = place === 'object' ? 'read' as const : 'write' as const;

    it.each([0, 1, 15, 16, 17, 4_096, 65_537, 20 * MIB])('round-trips %i bytes', async (size) => {
      const body = randomBytes(size);
      const Key = `${format}/${keyring}/${place}/${size}`;
      const client = clientFor(keyring, format, { instructionFiles });
      await client.putObject({ Bucket, Key, Body: body, ContentType: 'text/x-test', Metadata: { Own: 'é'.normalize('NFD').slice(0, 1) } });
      const stored = await storedObject(s3, Bucket, Key);
      expect(stored.body).toHaveLength(size + 16);
      if (size > 16) expect(stored.body.includes(body.subarray(0, 16))).toBe(false);
      expect(await isThere(s3, Bucket, `${Key}.instruction`)).toBe(place === 'instruction file');
      const head = await client.headObject({ Bucket, Key });
      expect(head).toMatchObject({ ContentLength: size, SealedContentLength: size + 16, Metadata: { own: 'e' }, ContentType: 'text/x-test', ClientSideEncryption: { format, algorithm, wrapAlgorithm: keyring } });
      const got = await clientFor(keyring, format).getObject({ Bucket, Key });
      expect(got).toMatchObject({ ContentLength: size, Metadata: { own: 'e' }, ContentType: 'text/x-test', ClientSideEncryption: { format, algorithm, wrapAlgorithm: keyring } });
      expect(body.equals(await got.Body.transformToByteArray())).toBe(true);
      await client.deleteObject({ Bucket, Key });
      expect([await isThere(s3, Bucket, Key), await isThere(s3, Bucket, `${Key}.instruction`)]).toEqual([false, false]);
    });
  });
});

describe.each(FORMATS)('%s over a KMS key', (format) => {
  it.each(CONTEXTS)('binds %s', async (what, encryptionContext) => {
    const Key = `context/${format}/${what}`;
    const options = encryptionContext === undefined ? {} : { encryptionContext };
    await clientFor('kms+context', format).putObject({ Bucket, Key, Body: 'text' }, options);
    const readers = [clientFor('kms+context', format), new S3EncryptionClient({ s3, keyring: new KmsDiscoveryKeyring({ kms }), commitmentPolicy: 'REQUIRE_ENCRYPT_ALLOW_DECRYPT' })];
    for (const reader of readers) expect(await (await reader.getObject({ Bucket, Key }, options)).Body.transformToString()).toBe('text');
  });
});

describe('bodies', () => {
  const bytes = randomBytes(9 * MIB);
  const sources: readonly (readonly [string, () => PutBody | Promise<PutBody>, number | undefined])[] = [
    ['a Buffer', () => bytes, undefined],
    ['a Uint8Array', () => new Uint8Array(bytes), undefined],
    ['a Blob', () => new Blob([bytes]), undefined],
    ['a stream of a length that is told', () => Readable.from([bytes.subarray(0, 5), bytes.subarray(5)], { objectMode: false }), bytes.length],
    ['a stream of a length that nobody knows', () => Readable.from([bytes.subarray(0, MIB), bytes.subarray(MIB)], { objectMode: false }), undefined],
    ['a stream of the web', () => new Blob([bytes]).stream(), undefined],
    ['a generator', async function* () { yield bytes.subarray(0, 1); yield bytes.subarray(1); }, undefined],
    ['a file', async () => { const path = join(tempDir(), 'body'); await writeFile(path, bytes); return createReadStream(path); }, undefined],
  ];

  it.each(sources)('may be %s', async (what, source, ContentLength) => {
    const client = clientFor('kms+context', 'V3');
    const Key = `bodies/${what}`;
    const progress: Progress[] = [];
    await client.putObject({ Bucket, Key, Body: await source(), ...(ContentLength === undefined ? {} : { ContentLength }) }, { onProgress: (made) => progress.push(made) });
    expect(progress.at(-1)?.loaded).toBe(bytes.length);
    const { Body } = await client.getObject({ Bucket, Key });
    expect(bytes.equals(await Body.transformToByteArray())).toBe(true);
  });

  it('may be text, or nothing', async () => {
    const client = clientFor('kms+context', 'V3');
    await client.putObject({ Bucket, Key: 'bodies/text', Body: 'é' });
    await client.putObject({ Bucket, Key: 'bodies/nothing' });
    expect(await (await client.getObject({ Bucket, Key: 'bodies/text' })).Body.transformToString()).toBe('é');
    expect(await (await client.getObject({ Bucket, Key: 'bodies/nothing' })).Body.transformToString()).toBe('');
  });

  it.each([[10, 11], [12, 11]])('of %i bytes that are said to be %i leave nothing behind', async (size, ContentLength) => {
    const put = clientFor('kms+context', 'V3').putObject({ Bucket, Key: 'bodies/length', Body: Readable.from([Buffer.alloc(size)]), ContentLength });
    await expect(put).rejects.toMatchObject({ name: 'S3EncryptionError', code: 'LengthMismatch' });
    expect(await isThere(s3, Bucket, 'bodies/length')).toBe(false);
  });

  it('that fail in the middle abort their upload and pass on their error', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield randomBytes(12 * MIB);
      throw new Error('the disk is gone');
    };
    await expect(clientFor('kms+context', 'V3').putObject({ Bucket, Key: 'bodies/failing', Body: failing() })).rejects.toThrow('the disk is gone');
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    expect([Uploads, await isThere(s3, Bucket, 'bodies/failing')]).toEqual([[], false]);
  });

  it('are let go when the caller aborts', async () => {
    const stop = new AbortController();
    let closed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield randomBytes(MIB);
      } finally {
        closed = true;
      }
    };
    const onProgress = (): void => { stop.abort(); };
    await expect(clientFor('kms+context', 'V3').putObject({ Bucket, Key: 'bodies/aborted', Body: endless() }, { abortSignal: stop.signal, onProgress })).rejects.toMatchObject({ name: 'AbortError' });
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    expect([Uploads, closed, await isThere(s3, Bucket, 'bodies/aborted')]).toEqual([[], true, false]);
  });
});

describe('retries', () => {
  it('send the very same bytes again, whole and in parts, and ask for one data key', async () => {
    const client = clientFor('kms+context', 'V3', { s3: failingOnce(installation.s3()) });
    for (const size of [1_000, 20 * MIB]) {
      const body = randomBytes(size);
      seen.clear();
      await client.putObject({ Bucket, Key: 'retried', Body: Readable.from([body], { objectMode: false }) });
      for (const tries of seen.values()) {
        expect(tries.length).toBe(2);
        expect(new Set(tries.map((bytes) => bytes.toString('base64'))).size).toBe(1);
      }
      expect(seen.size).toBe(size === 1_000 ? 1 : 3);
      expect(body.equals(await (await client.getObject({ Bucket, Key: 'retried' })).Body.transformToByteArray())).toBe(true);
    }
  });

  const seen = new Map<string, Buffer[]>();

  /** Refuses the first try of every request with a body, after the store has had it, as a connection that is lost would. */
  function failingOnce(client: S3Client): S3Client {
    client.middlewareStack.add((next) => async (args) => {
      const request = args.request as { method: string; query: Record<string, string>; body: Uint8Array };
      const answer = await next(args);
      if (request.method !== 'PUT') return answer;
      const part = request.query['partNumber'] ?? 'whole';
      const tries = seen.get(part) ?? [];
      seen.set(part, [...tries, Buffer.from(request.body)]);
      if (tries.length === 0) throw Object.assign(new Error('lost'), { name: 'TimeoutError', $retryable: { throttling: false } });
      return answer;
    }, { step: 'deserialize', priority: 'low', name: 'failingOnce' });
    return client;
  }
});

describe('deleteObjects', () => {
  it('deletes the instruction files of what is gone, and tells of the objects only', async () => {
    const client = clientFor('AES/GCM', 'V3', { instructionFiles: 'write' });
    for (const Key of ['many/a', 'many/b']) await client.putObject({ Bucket, Key, Body: Key });
    const output = await client.deleteObjects({ Bucket, Delete: { Objects: [{ Key: 'many/a' }, { Key: 'many/b' }] } });
    expect(output.Deleted?.map(({ Key }) => Key).toSorted()).toEqual(['many/a', 'many/b']);
    expect(output.Errors ?? []).toEqual([]);
    for (const Key of ['many/a', 'many/b', 'many/a.instruction', 'many/b.instruction']) expect(await isThere(s3, Bucket, Key)).toBe(false);
  });
});

it('leaves no sealed file behind, read or not', async () => {
  const spoolDirectory = tempDir();
  const client = clientFor('kms+context', 'V3', { bufferSize: 16, spoolDirectory });
  const body = randomBytes(3 * MIB + 5);
  await client.putObject({ Bucket, Key: 'spooled', Body: body });
  expect(body.equals(await (await client.getObject({ Bucket, Key: 'spooled' })).Body.transformToByteArray())).toBe(true);
  const { Body } = await client.getObject({ Bucket, Key: 'spooled' });
  Body.destroy();
  expect(await readdir(spoolDirectory)).toEqual([]);
});
