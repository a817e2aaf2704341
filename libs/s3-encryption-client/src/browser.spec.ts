import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { vectors } from '@coffer/testing';

import { refusal } from '../test/bodies.js';
import { openObject, RawAesKeyring, RawRsaKeyring, sealObject, type CommitmentPolicy, type Keyring } from './browser.js';

/** Every file that the browser's door leads to. */
function reached(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, target] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)\.js'/g)) reached(join(dirname(file), `${target ?? ''}.ts`), seen);
  return seen;
}

describe('the door for browsers', () => {
  const files = [...reached(join(import.meta.dirname, 'browser.ts'))];

  it('leads to no module of Node and none of its globals', () => {
    expect(files.length).toBeGreaterThan(15);
    for (const file of files) {
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect({ file, node: /['"]node:|\bBuffer\b|\bprocess\.|\brequire\(|\bsetImmediate\b/.exec(code)?.[0] }).toEqual({ file, node: undefined });
    }
  });
});

const directory = join(import.meta.dirname, '../vectors');
const keys = JSON.parse(readFileSync(join(directory, 'insecure-keys.json'), 'utf8')) as Record<'aesKey' | 'rsaPublicKey' | 'rsaPrivateKey', string>;
const keyrings: Readonly<Record<string, Keyring>> = {
  'AES/GCM': new RawAesKeyring({ wrappingKey: Buffer.from(keys.aesKey, 'base64'), materialsDescription: { key: 'aes' } }),
  'RSA-OAEP-SHA1': new RawRsaKeyring({ publicKey: keys.rsaPublicKey, privateKey: keys.rsaPrivateKey, materialsDescription: { key: 'rsa' } }),
};
const policyOf = (format: string): CommitmentPolicy => (format === 'V3' ? 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT' : 'FORBID_ENCRYPT_ALLOW_DECRYPT');

interface Fixture { why: string; format: string; wrap: string; metadata: Record<string, string>; instructionFile?: Record<string, string>; body: string; plaintext: string }
const rows = ['java', 'ruby'].flatMap((peer) => vectors<Fixture>(join(directory, `written-by-${peer}.json`)).filter(({ wrap }) => wrap in keyrings).map((fixture) => ({ peer, ...fixture })));

describe('WebCrypto alone', () => {
  it.each(rows)('opens $why, as $peer wrote it', async ({ format, wrap, metadata, instructionFile, body, plaintext }) => {
    const sealed = { body: Uint8Array.from(Buffer.from(body, 'base64')), metadata, ...(instructionFile === undefined ? {} : { instructionFile: JSON.stringify(instructionFile) }) };
    const opened = await openObject(sealed, { keyring: keyrings[wrap]!, commitmentPolicy: policyOf(format) });
    expect(Buffer.from(opened).toString('base64')).toBe(plaintext);
  });

  it.each(['V3', 'V2'].flatMap((format) => Object.keys(keyrings).flatMap((wrap) => (['object', 'instruction file'] as const).map((place) => [format, wrap, place] as const))))('round-trips %s %s in the %s', async (format, wrap, place) => {
    const options = { keyring: keyrings[wrap]!, commitmentPolicy: policyOf(format) };
    for (const size of [0, 1, 15, 16, 17, 100_000]) {
      const plaintext = new Uint8Array(size).fill(7);
      const sealed = await sealObject(plaintext, { ...options, place });
      expect(sealed.body).toHaveLength(size + 16);
      expect(await openObject(sealed, options)).toEqual(plaintext);
      const changed = Uint8Array.from(sealed.body);
      changed[0] = (changed[0] ?? 0) ^ 1;
      await expect(openObject({ ...sealed, body: changed }, options)).rejects.toThrow(refusal('NotAuthentic'));
      await expect(openObject({ ...sealed, body: changed.slice(0, 15) }, options)).rejects.toThrow(refusal('NotAuthentic'));
      if (place === 'object') await expect(openObject({ ...sealed, metadata: {} }, options)).rejects.toThrow(refusal('NotEncrypted'));
    }
  });
});
