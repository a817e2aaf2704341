import { join } from 'node:path';
import { Secret } from '@coffer/crypto';
import { vectors } from '@coffer/testing';
import { KmsError } from '../errors/kms-error.js';
import { refused } from '../../test/refused.js';
import { BLOB_OVERHEAD, insecureSealWithSalt, openBlob, parseBlob, PLAINTEXT_SIZE_MAX, sealBlob } from './ciphertext-blob.js';

interface Row {
  readonly why: string;
  readonly keyId: string;
  readonly materialId: string;
  readonly material: string;
  readonly salt: string;
  readonly context: readonly (readonly [string, string])[];
  readonly plaintext: string;
  readonly blob: string;
  readonly refused?: string;
}

const rows = vectors<Row>(join(import.meta.dirname, '../../vectors/ciphertext-blob.json'));
const secret = (hex: string): Secret => Secret.copyOf(Buffer.from(hex, 'hex'));
const hexOf = (opened: Secret): string => Buffer.from(opened.reveal()).toString('hex');
const invalid = { code: 'InvalidCiphertextException', message: '' };

const key = { keyId: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', materialId: 'ab'.repeat(32) };
const context = new Map([['a', 'b']]);

describe('CiphertextBlob', () => {
  it.each(rows.filter(({ refused }) => refused === undefined))('seals and opens $why', (row) => {
    const pairs = new Map(row.context);
    const blob = insecureSealWithSalt(Buffer.from(row.salt, 'hex'), row, secret(row.material), secret(row.plaintext), pairs);
    expect(blob.toString('hex')).toBe(row.blob);
    const parsed = parseBlob(Buffer.from(row.blob, 'hex'));
    expect(parsed).toMatchObject({ keyId: row.keyId, materialId: row.materialId });
    expect(hexOf(openBlob(parsed, secret(row.material), pairs))).toBe(row.plaintext);
  });

  it.each(rows.filter(({ refused }) => refused !== undefined))('refuses $why', (row) => {
    expect(refused(() => openBlob(parseBlob(Buffer.from(row.blob, 'hex')), secret(row.material), new Map(row.context)))).toMatchObject(invalid);
  });

  it('refuses a blob of which any byte is flipped, and says no more than that', () => {
    using material = Secret.random();
    const blob = sealBlob(key, material, Secret.random(), context);
    for (let at = 0; at < blob.length; at += 1) {
      const flipped = Buffer.from(blob.with(at, (blob[at] ?? 0) ^ 1));
      expect(refused(() => openBlob(parseBlob(flipped), material, context))).toMatchObject(invalid);
    }
  });

  it('refuses a blob that is cut anywhere', () => {
    using material = Secret.random();
    const blob = sealBlob(key, material, Secret.random(), context);
    for (let size = 0; size < blob.length; size += 1) expect(refused(() => openBlob(parseBlob(blob.subarray(0, size)), material, context))).toMatchObject(invalid);
  });

  it('opens whatever it sealed, from one byte to its limit, and seals no less and no more', () => {
    using material = Secret.random();
    for (const size of [1, 31, 32, 1024, PLAINTEXT_SIZE_MAX - 1, PLAINTEXT_SIZE_MAX]) {
      const plaintext = Secret.random(size);
      const blob = sealBlob(key, material, plaintext, context);
      expect(blob).toHaveLength(size + BLOB_OVERHEAD);
      expect(openBlob(parseBlob(blob), material, context).equals(plaintext)).toBe(true);
    }
    for (const size of [0, PLAINTEXT_SIZE_MAX + 1]) expect(() => sealBlob(key, material, Secret.random(size), context)).toThrow(RangeError);
  });

  it('seals the same plaintext to other bytes each time, and leaves it to its owner', () => {
    using material = Secret.random();
    using plaintext = Secret.random();
    const [first, second] = [sealBlob(key, material, plaintext, context), sealBlob(key, material, plaintext, context)];
    expect(first.subarray(49, 81).equals(second.subarray(49, 81))).toBe(false);
    expect(first.subarray(81).equals(second.subarray(81))).toBe(false);
    expect(plaintext.reveal()).toHaveLength(32);
  });

  it('holds neither plaintext nor material', () => {
    using material = Secret.random();
    using plaintext = Secret.random();
    const blob = sealBlob(key, material, plaintext, context);
    expect(blob.includes(Buffer.from(plaintext.reveal()))).toBe(false);
    expect(blob.includes(Buffer.from(material.reveal()))).toBe(false);
  });

  it('is refused as KmsError by whoever parses it', () => {
    expect(() => parseBlob(Buffer.from('nonsense'))).toThrow(KmsError);
  });
});
