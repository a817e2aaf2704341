import { constants, createCipheriv, createHash, createPublicKey, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

import { refusal } from '../../test/bodies.js';
import { committingGcm, legacyCbc, plainGcm } from '../algorithm-suite.js';
import type { ContentMetadata, WrapAlgorithm } from '../format/content-metadata.js';
import { legacyUnwrapping } from '../node/legacy-unwrapping.js';
import { type SecretBytes } from '../secret-bytes.js';
import type { Keyring, WrappedKey } from './keyring.js';
import { RawAesKeyring } from './raw-aes-keyring.js';
import { RawRsaKeyring } from './raw-rsa-keyring.js';

const encryptionContext = new Map<string, string>();
const pair = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const aes = (fill: number, key?: string): { wrappingKey: Uint8Array; materialsDescription?: Record<string, string> } => ({ wrappingKey: Buffer.alloc(32, fill), ...(key === undefined ? {} : { materialsDescription: { key } }) });

function metadataOf({ encryptedDataKey, wrapAlgorithm, context }: Pick<WrappedKey, 'encryptedDataKey' | 'wrapAlgorithm' | 'context'>, suite = committingGcm): ContentMetadata {
  return { format: suite.committing ? 'V3' : 'V2', suite, nonce: new Uint8Array(suite.nonceSize), encryptedDataKey, wrapAlgorithm, context };
}

const shown = (secret: SecretBytes): string => Buffer.from(secret.reveal()).toString('hex');

describe.each([['AES', () => new RawAesKeyring(aes(1))], ['RSA', () => new RawRsaKeyring(pair)]] as [string, () => Keyring][])('a raw %s keyring', (_, make) => {
  it.each([committingGcm, plainGcm])('opens what it wrapped, for the same suite only ($name)', async (suite) => {
    const keyring = make();
    const wrapped = await keyring.wrap({ suite, encryptionContext });
    const metadata = metadataOf(wrapped, suite);
    expect(shown(await keyring.unwrap({ metadata, encryptionContext }))).toBe(shown(wrapped.dataKey));
    const other = suite === plainGcm ? committingGcm : plainGcm;
    await expect(keyring.unwrap({ metadata: { ...metadata, suite: other }, encryptionContext })).rejects.toThrow(refusal('KeyUnwrap'));
  });

  it('refuses every changed byte, and every length but its own', async () => {
    const keyring = make();
    const wrapped = await keyring.wrap({ suite: committingGcm, encryptionContext });
    const metadata = metadataOf(wrapped);
    const { encryptedDataKey } = wrapped;
    const messages = new Set<string>();
    for (let at = 0; at < encryptedDataKey.length; at += 7) {
      const changed = Uint8Array.from(encryptedDataKey);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      await keyring.unwrap({ metadata: { ...metadata, encryptedDataKey: changed }, encryptionContext }).then(() => { throw new Error('it was opened'); }, (error: unknown) => messages.add((error as Error).message));
    }
    for (const changed of [encryptedDataKey.subarray(1), Buffer.concat([encryptedDataKey, Buffer.alloc(1)])]) {
      await expect(keyring.unwrap({ metadata: { ...metadata, encryptedDataKey: changed }, encryptionContext })).rejects.toThrow(refusal('KeyUnwrap'));
    }
    expect(messages.size).toBe(1);
  });

  it('shows none of its keys', () => {
    const text = inspect(make(), { depth: 9, showHidden: true }) + JSON.stringify(make());
    expect(text).not.toContain(Buffer.alloc(8, 1).toString('hex'));
    expect(text).not.toContain('PRIVATE KEY');
  });
});

describe('additional decryption keys', () => {
  const written = async (key: string, fill: number): Promise<ContentMetadata> => metadataOf(await new RawAesKeyring(aes(fill, key)).wrap({ suite: committingGcm, encryptionContext }));

  it('are found by the object\'s description, which must be one of theirs', async () => {
    const keyring = new RawAesKeyring({ ...aes(1, 'one'), additionalDecryptionKeys: [aes(2, 'two'), aes(3)] });
    for (const [key, fill] of [['one', 1], ['two', 2]] as const) await expect(keyring.unwrap({ metadata: await written(key, fill), encryptionContext })).resolves.toHaveLength(32);
    await expect(keyring.unwrap({ metadata: await written('three', 1), encryptionContext })).rejects.toThrow(refusal('MaterialsMismatch'));
    await expect(keyring.unwrap({ metadata: await written('two', 1), encryptionContext })).rejects.toThrow(refusal('KeyUnwrap'));
  });

  it('fall back to the main key if they are told to', async () => {
    const keyring = new RawAesKeyring({ ...aes(1, 'one'), descriptionMatch: 'preferred' });
    await expect(keyring.unwrap({ metadata: await written('three', 1), encryptionContext })).resolves.toHaveLength(32);
  });

  it('are refused where two have the same description', () => {
    expect(() => new RawAesKeyring({ ...aes(1), additionalDecryptionKeys: [aes(2)] })).toThrow(refusal('Configuration'));
  });
});

describe('keyrings', () => {
  it('refuse keys that are none', () => {
    for (const size of [0, 15, 31, 33]) expect(() => new RawAesKeyring({ wrappingKey: new Uint8Array(size) })).toThrow(refusal('Configuration'));
    for (const options of [{}, { publicKey: 'x' }, { privateKey: pair.publicKey }, { publicKey: pair.privateKey }]) expect(() => new RawRsaKeyring(options)).toThrow(refusal('Configuration'));
  });

  it('of RSA need the half that they use', async () => {
    await expect(new RawRsaKeyring({ privateKey: pair.privateKey }).wrap({ suite: committingGcm, encryptionContext })).rejects.toThrow(refusal('Configuration'));
    const wrapped = await new RawRsaKeyring({ publicKey: pair.publicKey }).wrap({ suite: committingGcm, encryptionContext });
    await expect(new RawRsaKeyring({ publicKey: pair.publicKey }).unwrap({ metadata: metadataOf(wrapped), encryptionContext })).rejects.toThrow(refusal('Configuration'));
  });
});

describe('legacy wraps', () => {
  const dataKey = randomBytes(32);
  const wrappingKey = Buffer.alloc(32, 1);
  const aesKeyring = new RawAesKeyring({ wrappingKey });
  const rsaKeyring = new RawRsaKeyring(pair);
  const withCipher = (cipher: ReturnType<typeof createCipheriv>): Buffer => Buffer.concat([cipher.update(dataKey), cipher.final()]);
  const rows: readonly (readonly [WrapAlgorithm, Keyring, () => Buffer])[] = [
    ['AESWrap', aesKeyring, () => withCipher(createCipheriv('aes256-wrap', wrappingKey, Buffer.alloc(8, 0xa6)))],
    ['AES', aesKeyring, () => withCipher(createCipheriv('aes-256-ecb', wrappingKey, null))],
    ['RSA', rsaKeyring, () => publicEncrypt({ key: pair.publicKey, padding: constants.RSA_PKCS1_PADDING }, dataKey)],
    ['RSA/ECB/OAEPWithSHA-256AndMGF1Padding', rsaKeyring, () => publicEncrypt({ key: pair.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, dataKey)],
    ['RSA/ECB/OAEPWithSHA-256AndMGF1Padding', rsaKeyring, () => javaOaep(dataKey)],
  ];

  it.each(rows)('%s are opened by switch only', async (wrapAlgorithm, keyring, wrap) => {
    const metadata = metadataOf({ encryptedDataKey: wrap(), wrapAlgorithm, context: new Map() }, legacyCbc);
    await expect(keyring.unwrap({ metadata, encryptionContext })).rejects.toThrow(refusal('LegacyDisabled'));
    expect(shown(await keyring.unwrap({ metadata, encryptionContext, legacy: legacyUnwrapping }))).toBe(dataKey.toString('hex'));
    const changed = Uint8Array.from(metadata.encryptedDataKey);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    const reopened = keyring.unwrap({ metadata: { ...metadata, encryptedDataKey: changed }, encryptionContext, legacy: legacyUnwrapping });
    await expect(reopened).rejects.toThrow(refusal('KeyUnwrap'));
  });

  it('refuse keys of another length', async () => {
    const encryptedDataKey = publicEncrypt({ key: pair.publicKey, padding: constants.RSA_PKCS1_PADDING }, randomBytes(16));
    await expect(rsaKeyring.unwrap({ metadata: metadataOf({ encryptedDataKey, wrapAlgorithm: 'RSA', context: new Map() }, legacyCbc), encryptionContext, legacy: legacyUnwrapping })).rejects.toThrow(refusal('KeyUnwrap'));
  });

  /** OAEP as Java means it without further parameters: the label by SHA-256, the masks by SHA-1 (RFC 8017, section 7.1.1). */
  function javaOaep(message: Buffer): Buffer {
    const size = 256;
    const label = createHash('sha256').digest();
    const block = Buffer.concat([label, Buffer.alloc(size - message.length - 2 * 32 - 2), Buffer.of(1), message]);
    const seed = randomBytes(32);
    const mask = (from: Buffer, length: number): Buffer => {
      const blocks: Buffer[] = [];
      for (let index = 0; blocks.length * 20 < length; index += 1) blocks.push(createHash('sha1').update(from).update(Buffer.of(0, 0, 0, index)).digest());
      return Buffer.concat(blocks).subarray(0, length);
    };
    const xor = (one: Buffer, other: Buffer): Buffer => Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)));
    const maskedBlock = xor(block, mask(seed, block.length));
    const padded = Buffer.concat([Buffer.alloc(1), xor(seed, mask(maskedBlock, 32)), maskedBlock]);
    return publicEncrypt({ key: createPublicKey(pair.publicKey), padding: constants.RSA_NO_PADDING }, padded);
  }
});
