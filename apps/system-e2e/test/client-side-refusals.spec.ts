import { randomBytes } from 'node:crypto';

import { KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { KmsKeyring, S3EncryptionClient, type Keyring, type S3EncryptionClientOptions, type S3EncryptionErrorCode } from '@coffer/s3-encryption-client';
import { product, tempDir } from '@coffer/testing';

import { isThere, keyringsOf, newKeyId, store, storedObject, type StoredObject } from '../src/client-side.js';
import { Installation } from '../src/installation.js';

jest.setTimeout(300_000);

const Bucket = 'refusals';
const KMS = 'kms+context';
const encryptionContext = { team: 'blue' };
const plaintext = randomBytes(600_000);

let s3: S3Client;
let keyrings: ReadonlyMap<string, Keyring>;
let kmsKeyId: string;

beforeAll(async () => {
  const installation = await Installation.start();
  s3 = installation.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  keyrings = await keyringsOf(installation.kmsClient());
  kmsKeyId = await newKeyId(installation.kmsClient());
});

type Format = 'V2' | 'V3';
const contextOf = (keyring: string): object => (keyring === KMS ? { encryptionContext } : {});

function clientFor(keyring: string, format: Format, more: Partial<S3EncryptionClientOptions> = {}): S3EncryptionClient {
  const commitmentPolicy = format === 'V2' ? 'FORBID_ENCRYPT_ALLOW_DECRYPT' : 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT';
  return new S3EncryptionClient({ s3, keyring: keyrings.get(keyring)!, commitmentPolicy, spoolDirectory: tempDir(), ...more });
}

async function written(keyring: string, format: Format, Key: string, place: 'read' | 'write' = 'read'): Promise<StoredObject> {
  await clientFor(keyring, format, { instructionFiles: place }).putObject({ Bucket, Key, Body: plaintext }, contextOf(keyring));
  return storedObject(s3, Bucket, Key);
}

/** What the reader learns: the code of the refusal, and every byte that came before it. */
async function read(client: S3EncryptionClient, Key: string, options: object): Promise<{ code: string; released: number }> {
  let released = 0;
  try {
    const { Body } = await client.getObject({ Bucket, Key }, options);
    for await (const chunk of Body) released += (chunk as Buffer).length;
    return { code: 'it was opened', released };
  } catch (error) {
    return { code: String((error as { code?: unknown }).code), released };
  }
}

/** The ways in which plaintext is released: from memory, from a sealed file, and, by choice, before the tag. */
const RELEASES: readonly Partial<S3EncryptionClientOptions>[] = [{}, { bufferSize: 16 }, { enableDelayedAuthentication: true }];

async function expectRefused(keyring: string, format: Format, Key: string, code: S3EncryptionErrorCode): Promise<void> {
  for (const release of RELEASES) {
    const outcome = await read(clientFor(keyring, format, release), Key, contextOf(keyring));
    expect({ release, code: outcome.code }).toEqual({ release, code });
    if (release.enableDelayedAuthentication !== true) expect(outcome.released).toBe(0);
  }
}

const flipped = (text: string): string => {
  const bytes = Buffer.from(text, 'base64');
  bytes[bytes.length - 1] = bytes[bytes.length - 1]! ^ 1;
  return bytes.toString('base64');
};

type Change = (metadata: Record<string, string>, other: Record<string, string>) => Record<string, string>;
const set = (name: string, value: (now: string) => string): Change => (metadata) => ({ ...metadata, [name]: value(metadata[name]!) });
const without = (name: string): Change => (metadata) => Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== name));
const swapped = (name: string): Change => (metadata, other) => ({ ...metadata, [name]: other[name]! });

const V3_CHANGES: readonly (readonly [string, S3EncryptionErrorCode, Change])[] = [
  ['another suite', 'UnsupportedAlgorithm', set('x-amz-c', () => '114')],
  ['a suite that is no number', 'UnsupportedAlgorithm', set('x-amz-c', () => '0115')],
  ['no suite', 'MalformedMetadata', without('x-amz-c')],
  ['a changed wrapped key', 'KeyUnwrap', set('x-amz-3', flipped)],
  ['no wrapped key', 'MalformedMetadata', without('x-amz-3')],
  ['a wrapped key that is no base64', 'MalformedMetadata', set('x-amz-3', (now) => `${now.slice(0, -1)}!`)],
  ['the wrapped key of another object', 'CommitmentMismatch', swapped('x-amz-3')],
  ['another wrap', 'UnsupportedAlgorithm', set('x-amz-w', () => '99')],
  ['no wrap', 'MalformedMetadata', without('x-amz-w')],
  ['a changed commitment', 'CommitmentMismatch', set('x-amz-d', flipped)],
  ['a short commitment', 'MalformedMetadata', set('x-amz-d', (now) => Buffer.from(now, 'base64').subarray(1).toString('base64'))],
  ['no commitment', 'MalformedMetadata', without('x-amz-d')],
  ['the commitment of another object', 'CommitmentMismatch', swapped('x-amz-d')],
  ['a changed message id', 'CommitmentMismatch', set('x-amz-i', flipped)],
  ['a message id of zeros', 'MalformedMetadata', set('x-amz-i', () => Buffer.alloc(28).toString('base64'))],
  ['no message id', 'MalformedMetadata', without('x-amz-i')],
  ['the message id of another object', 'CommitmentMismatch', swapped('x-amz-i')],
  ['all of another object', 'NotAuthentic', (_, other) => other],
  ['names of two formats', 'MalformedMetadata', (metadata) => ({ ...metadata, 'x-amz-key-v2': metadata['x-amz-3']! })],
  ['nothing', 'NotEncrypted', () => ({})],
];

const V2_CHANGES: readonly (readonly [string, S3EncryptionErrorCode, Change])[] = [
  ['a changed wrapped key', 'KeyUnwrap', set('x-amz-key-v2', flipped)],
  ['no wrapped key', 'MalformedMetadata', without('x-amz-key-v2')],
  ['the wrapped key of another object', 'NotAuthentic', swapped('x-amz-key-v2')],
  ['a changed IV', 'NotAuthentic', set('x-amz-iv', flipped)],
  ['an IV of zeros', 'MalformedMetadata', set('x-amz-iv', () => Buffer.alloc(12).toString('base64'))],
  ['no IV', 'MalformedMetadata', without('x-amz-iv')],
  ['the IV of another object', 'NotAuthentic', swapped('x-amz-iv')],
  ['another cipher', 'UnsupportedAlgorithm', set('x-amz-cek-alg', () => 'AES/CTR/NoPadding')],
  ['a cipher without authentication', 'MalformedMetadata', set('x-amz-cek-alg', () => 'AES/CBC/PKCS5Padding')],
  ['no cipher', 'MalformedMetadata', without('x-amz-cek-alg')],
  ['another wrap', 'UnsupportedAlgorithm', set('x-amz-wrap-alg', () => 'AES/XTS')],
  ['no wrap', 'MalformedMetadata', without('x-amz-wrap-alg')],
  ['a shorter tag', 'MalformedMetadata', set('x-amz-tag-len', () => '96')],
  ['no length of the tag', 'MalformedMetadata', without('x-amz-tag-len')],
  ['all of another object', 'NotAuthentic', (_, other) => other],
  ['another length', 'MalformedMetadata', (metadata) => ({ ...metadata, 'x-amz-unencrypted-content-length': '1' })],
  ['two wrapped keys', 'MalformedMetadata', (metadata) => ({ ...metadata, 'x-amz-key': metadata['x-amz-key-v2']! })],
  ['nothing', 'NotEncrypted', () => ({})],
];

describe.each(product(['V3', 'V2'] as const, [KMS, 'AES/GCM', 'RSA-OAEP-SHA1']))('%s %s refuses metadata with', (format, keyring) => {
  let original: StoredObject;
  let other: StoredObject;
  beforeAll(async () => {
    original = await written(keyring, format, 'original');
    other = await written(keyring, format, 'other');
  });

  it.each(format === 'V3' ? V3_CHANGES : V2_CHANGES)('%s: %s', async (_, code, change) => {
    await store(s3, Bucket, 'changed', { body: original.body, metadata: change(original.metadata, other.metadata) });
    await expectRefused(keyring, format, 'changed', code);
  });

  it('a changed or missing context or description', async () => {
    const name = format === 'V2' ? 'x-amz-matdesc' : keyring === KMS ? 'x-amz-t' : 'x-amz-m';
    const code = keyring === KMS ? 'EncryptionContextMismatch' : 'MaterialsMismatch';
    for (const change of [set(name, (now) => now.replace(/"(blue|aes|rsa)"/, '"red"')), without(name), set(name, () => '{}')]) {
      await store(s3, Bucket, 'changed', { body: original.body, metadata: change(original.metadata, {}) });
      await expectRefused(keyring, format, 'changed', code);
    }
    await store(s3, Bucket, 'changed', { body: original.body, metadata: { ...original.metadata, [name]: '{' } });
    await expectRefused(keyring, format, 'changed', 'MalformedMetadata');
  });

  it.each([
    ['its first bit changed', (body: Buffer) => { body[0] = body[0]! ^ 0x80; return body; }],
    ['its last bit changed', (body: Buffer) => { body[body.length - 17] = body[body.length - 17]! ^ 1; return body; }],
    ['its tag changed', (body: Buffer) => { body[body.length - 1] = body[body.length - 1]! ^ 1; return body; }],
    ['its last byte gone', (body: Buffer) => body.subarray(0, -1)],
    ['its first byte gone', (body: Buffer) => body.subarray(1)],
    ['its tag gone', (body: Buffer) => body.subarray(0, -16)],
    ['a byte more', (body: Buffer) => Buffer.concat([body, Buffer.alloc(1)])],
    ['nothing but a tag', (body: Buffer) => body.subarray(-16)],
    ['less than a tag', (body: Buffer) => body.subarray(0, 15)],
    ['nothing', () => Buffer.alloc(0)],
  ])('a body with %s', async (_, change) => {
    await store(s3, Bucket, 'changed', { body: change(Buffer.from(original.body)), metadata: original.metadata });
    await expectRefused(keyring, format, 'changed', 'NotAuthentic');
  });
});

describe.each([KMS, 'AES/GCM', 'RSA-OAEP-SHA1'])('an object under %s that commits to its key', (keyring) => {
  it('cannot be passed for one that does not', async () => {
    const { body, metadata } = await written(keyring, 'V3', 'downgraded');
    const context = metadata['x-amz-t'] ?? metadata['x-amz-m']!;
    const downgraded = {
      'x-amz-key-v2': metadata['x-amz-3']!, 'x-amz-iv': Buffer.alloc(12, 1).toString('base64'), 'x-amz-cek-alg': 'AES/GCM/NoPadding',
      'x-amz-wrap-alg': keyring, 'x-amz-tag-len': '128', 'x-amz-matdesc': context,
    };
    await store(s3, Bucket, 'downgraded', { body, metadata: downgraded });
    await expectRefused(keyring, 'V3', 'downgraded', 'CommitmentPolicy');
    await expectRefused(keyring, 'V2', 'downgraded', keyring === KMS ? 'MalformedMetadata' : 'KeyUnwrap');
    const rebound = context.replace('"115"', '"AES/GCM/NoPadding"');
    await store(s3, Bucket, 'downgraded', { body, metadata: { ...downgraded, 'x-amz-matdesc': rebound } });
    await expectRefused(keyring, 'V2', 'downgraded', 'KeyUnwrap');
  });
});

describe.each(product(['V3', 'V2'] as const, [KMS, 'AES/GCM']))('%s %s refuses an instruction file', (format, keyring) => {
  const put = (text: string): Promise<void> => store(s3, Bucket, 'filed.instruction', { body: Buffer.from(text), metadata: {} });
  let file: string;
  beforeAll(async () => {
    await written(keyring, format, 'filed', 'write');
    await written(keyring, format, 'filed-too', 'write');
    file = (await storedObject(s3, Bucket, 'filed.instruction')).body.toString();
  });

  it('of another object', async () => {
    await put((await storedObject(s3, Bucket, 'filed-too.instruction')).body.toString());
    await expectRefused(keyring, format, 'filed', format === 'V3' ? 'CommitmentMismatch' : 'NotAuthentic');
  });

  it('that holds what only the object may hold', async () => {
    for (const name of ['x-amz-c', 'x-amz-d', 'x-amz-i']) {
      await put(JSON.stringify({ ...(JSON.parse(file) as object), [name]: 'x' }));
      await expectRefused(keyring, format, 'filed', 'InstructionFile');
    }
  });

  it.each([['text', 'hello'], ['a list', '[]'], ['nothing', ''], ['an empty object', '{}'], ['other names', '{"a":"b"}'], ['numbers', '{"x-amz-3":1}'], ['too much', `{"x-amz-3":"${'A'.repeat(70_000)}"}`]])('that is %s', async (_, text) => {
    await put(text);
    await expectRefused(keyring, format, 'filed', 'InstructionFile');
  });

  it('that is gone', async () => {
    await clientFor(keyring, format).deleteObject({ Bucket, Key: 'filed.instruction' });
    await expectRefused(keyring, format, 'filed', format === 'V3' ? 'InstructionFile' : 'NotEncrypted');
  });

  it('where it is told to read none', async () => {
    await put(file);
    const { code } = await read(clientFor(keyring, format, { instructionFiles: 'refuse' }), 'filed', contextOf(keyring));
    expect(code).toBe(format === 'V3' ? 'InstructionFile' : 'NotEncrypted');
    expect((await read(clientFor(keyring, format), 'filed', contextOf(keyring))).code).toBe('it was opened');
  });
});

describe('the encryption context', () => {
  /** Nobody listens there: a refusal that comes all the same was made before the KMS was asked. */
  const nobody = (): Keyring => new KmsKeyring({ kms: new KMSClient({ endpoint: 'http://localhost:1', region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 }), keyId: kmsKeyId });

  it.each([['another value', { team: 'red' }], ['another name', { crew: 'blue' }], ['one pair more', { team: 'blue', a: 'b' }], ['none', {}]])('is checked before the KMS is asked: %s', async (_, given) => {
    await written(KMS, 'V3', 'bound');
    const client = new S3EncryptionClient({ s3, keyring: nobody() });
    expect(await read(client, 'bound', { encryptionContext: given })).toEqual({ code: 'EncryptionContextMismatch', released: 0 });
    expect(await read(client, 'bound', { encryptionContext })).toEqual({ code: 'KeyService', released: 0 });
  });

  it('cannot name the reserved key, in a PUT or a GET', async () => {
    const reserved = { encryptionContext: { 'aws:x-amz-cek-alg': '115' } };
    const client = new S3EncryptionClient({ s3, keyring: nobody() });
    await expect(client.putObject({ Bucket, Key: 'reserved', Body: 'x' }, reserved)).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect(await isThere(s3, Bucket, 'reserved')).toBe(false);
    await written(KMS, 'V3', 'bound');
    expect((await read(client, 'bound', reserved)).code).toBe('InvalidArgument');
  });

  it('has no effect on a raw keyring, and so is refused there', async () => {
    await expect(clientFor('AES/GCM', 'V3').putObject({ Bucket, Key: 'raw', Body: 'x' }, { encryptionContext })).rejects.toMatchObject({ code: 'InvalidArgument' });
  });
});

describe('keyrings', () => {
  it('refuse each other\'s objects', async () => {
    for (const writer of keyrings.keys()) {
      await written(writer, 'V3', 'mine');
      for (const reader of keyrings.keys()) {
        if (reader !== writer) expect((await read(clientFor(reader, 'V3'), 'mine', contextOf(reader))).code).toBe('WrongKeyring');
      }
    }
  });

  it('of the KMS name their key, so that another key\'s object does not open', async () => {
    await written(KMS, 'V3', 'mine');
    const kms = (keyrings.get(KMS) as unknown as { options: { kms: KMSClient } }).options.kms;
    const client = new S3EncryptionClient({ s3, keyring: new KmsKeyring({ kms, keyId: kmsKeyId }) });
    expect(await read(client, 'mine', { encryptionContext })).toEqual({ code: 'KeyUnwrap', released: 0 });
  });
});

it('every request to the KMS says which client it comes from', async () => {
  const { kms } = (keyrings.get(KMS) as unknown as { options: { kms: KMSClient } }).options;
  const agents: string[] = [];
  kms.middlewareStack.add((next) => (args) => {
    agents.push((args.request as { headers: Record<string, string> }).headers['user-agent'] ?? '');
    return next(args);
  }, { step: 'deserialize', name: 'agents' });
  await written(KMS, 'V3', 'marked');
  expect((await read(clientFor(KMS, 'V3'), 'marked', { encryptionContext })).code).toBe('it was opened');
  kms.middlewareStack.remove('agents');
  expect(agents).toEqual([expect.stringMatching(/ CofferS3Encrypt\/0\.1\.0$/), expect.stringMatching(/ CofferS3Encrypt\/0\.1\.0$/)]);
});

describe('requests', () => {
  it('are refused whole where encryption cannot honour a part of them', async () => {
    const client = clientFor('AES/GCM', 'V3');
    for (const more of [{ ContentMD5: 'x' }, { ChecksumSHA256: 'x' }, { ChecksumCRC32: 'x' }, { Metadata: { 'X-Amz-Key': 'x' } }, { Metadata: { 'x-amz-crypto-instr-file': '' } }]) {
      await expect(client.putObject({ Bucket, Key: 'refused', Body: 'x', ...more })).rejects.toMatchObject({ code: 'InvalidArgument' });
    }
    await written('AES/GCM', 'V3', 'whole');
    await expect(client.getObject({ Bucket, Key: 'whole', PartNumber: 1 })).rejects.toMatchObject({ code: 'InvalidArgument' });
    await expect(client.headObject({ Bucket, Key: 'whole', PartNumber: 1 })).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect(await isThere(s3, Bucket, 'refused')).toBe(false);
  });

  it('for a plain object are refused, and answered where the call says so', async () => {
    await store(s3, Bucket, 'plain', { body: Buffer.from('plain'), metadata: { own: 'x' } });
    const client = clientFor('AES/GCM', 'V3', { enableUnauthenticatedRanges: true });
    await expect(client.getObject({ Bucket, Key: 'plain' })).rejects.toMatchObject({ code: 'NotEncrypted' });
    const whole = await client.getObject({ Bucket, Key: 'plain' }, { plaintextObjects: 'insecurePassThrough' });
    expect([await whole.Body.transformToString(), whole.ClientSideEncryption]).toEqual(['plain', undefined]);
    const range = await client.getObject({ Bucket, Key: 'plain', Range: 'bytes=-2' }, { plaintextObjects: 'insecurePassThrough' });
    expect([await range.Body.transformToString(), range.ContentRange]).toEqual(['in', 'bytes 3-4/5']);
    expect(await client.headObject({ Bucket, Key: 'plain' })).toMatchObject({ ContentLength: 5, Metadata: { own: 'x' } });
  });

  it('for what is not there keep S3\'s own error', async () => {
    await expect(clientFor('AES/GCM', 'V3').getObject({ Bucket, Key: 'missing' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(clientFor('AES/GCM', 'V3').headObject({ Bucket, Key: 'missing' })).rejects.toMatchObject({ name: 'NotFound' });
  });
});
