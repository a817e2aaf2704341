import { join } from 'node:path';
import { vectors } from '@coffer/testing';
import { hex, insecureTestKey, testAad } from '../test/bodies.js';
import { refusal } from '../test/refusal.js';
import { type AssociatedData, associatedData, type CryptoErrorCode, deriveKey, mac, MAC_SIZE, open, openSecret, seal, SEAL_OVERHEAD, Secret, SHORT_SIZE_MAX, verifyMac } from './index.js';

interface SealVector { why: string; key: string; aad: string; sealed: string; plaintext?: string; refused?: CryptoErrorCode }
const rows = vectors<SealVector>(join(import.meta.dirname, '../vectors/seals.json'));

describe('seal and open', () => {
  it.each(rows)('$why', ({ key, aad, sealed, plaintext, refused }) => {
    const opened = (): Buffer => open(Secret.copyOf(hex(key)), hex(sealed), hex(aad) as Uint8Array as AssociatedData);
    if (refused === undefined) expect(opened().toString('hex')).toBe(plaintext);
    else expect(opened).toThrow(refusal(refused));
  });

  it.each([0, 1, 15, 16, 17, 4_096, SHORT_SIZE_MAX])('round-trips %i bytes', (size) => {
    const plaintext = Buffer.alloc(size, 3);
    const sealed = seal(insecureTestKey(), plaintext, testAad);
    expect(sealed).toHaveLength(size + SEAL_OVERHEAD);
    expect(open(insecureTestKey(), sealed, testAad).equals(plaintext)).toBe(true);
  });

  it('refuses one byte more than its limit, on both ways', () => {
    expect(() => seal(insecureTestKey(), new Uint8Array(SHORT_SIZE_MAX + 1), testAad)).toThrow(refusal('bad_parameter'));
    expect(() => open(insecureTestKey(), new Uint8Array(SHORT_SIZE_MAX + SEAL_OVERHEAD + 1), testAad)).toThrow(refusal('bad_parameter'));
  });

  it('seals the same thing differently each time', () => {
    const seen = new Set(Array.from({ length: 1_000 }, () => seal(insecureTestKey(), Buffer.from('same'), testAad).toString('hex', 0, 12)));
    expect(seen.size).toBe(1_000);
  });

  it('opens only under what it was sealed under, and says no more than that', () => {
    const sealed = seal(insecureTestKey(), Buffer.from('text'), testAad);
    const messages = [
      (): Buffer => open(Secret.random(), sealed, testAad),
      (): Buffer => open(insecureTestKey(), sealed, associatedData('test/v1', Buffer.from('bucketn'), Buffer.from('ame'))),
      (): Buffer => open(insecureTestKey(), sealed, associatedData('test/v2', Buffer.from('bucket'), Buffer.from('name'))),
      (): Buffer => open(insecureTestKey(), Buffer.concat([sealed, Buffer.alloc(1)]), testAad),
    ].map((refused) => {
      expect(refused).toThrow(refusal('not_authentic'));
      return messageOf(refused);
    });
    expect(new Set(messages).size).toBe(1);
  });

  it('refuses every changed bit of a seal', () => {
    const sealed = seal(insecureTestKey(), Buffer.from('text'), testAad);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => open(insecureTestKey(), changed, testAad)).toThrow(refusal('not_authentic'));
    }
  });

  it('opens a key into a secret', () => {
    const inner = Secret.random();
    using opened = openSecret(insecureTestKey(), seal(insecureTestKey(), inner.reveal(), testAad), testAad);
    expect(opened.equals(inner)).toBe(true);
  });

  it.each([0, 16, 31, 33])('refuses a key of %i bytes', (length) => {
    expect(() => seal(Secret.copyOf(new Uint8Array(length)), Buffer.from('text'), testAad)).toThrow(refusal('bad_parameter'));
  });

  it('refuses a key that was cleared', () => {
    const key = Secret.random();
    key[Symbol.dispose]();
    expect(() => seal(key, Buffer.from('text'), testAad)).toThrow(refusal('disposed'));
  });
});

describe('deriveKey', () => {
  it('gives a key for each use and each salt, and the same for the same', () => {
    const derived = [
      deriveKey(insecureTestKey(), associatedData('one')),
      deriveKey(insecureTestKey(), associatedData('two')),
      deriveKey(insecureTestKey(), associatedData('one'), { salt: Buffer.from('salt') }),
      deriveKey(Secret.random(), associatedData('one')),
    ];
    expect(new Set(derived.map((key) => Buffer.from(key.reveal()).toString('hex'))).size).toBe(4);
    expect(deriveKey(insecureTestKey(), associatedData('one')).equals(derived[0] as Secret)).toBe(true);
    expect(deriveKey(insecureTestKey(), associatedData('one'), { length: 64 })).toHaveLength(64);
  });

  it('refuses a key of fewer bytes than its limit, and outputs past HKDF\'s', () => {
    expect(deriveKey(Secret.random(16), associatedData('one'))).toHaveLength(32);
    expect(() => deriveKey(Secret.random(15), associatedData('one'))).toThrow(refusal('bad_parameter'));
    expect(() => deriveKey(Secret.random(), associatedData('one'), { length: 8_161 })).toThrow(refusal('bad_parameter'));
  });
});

describe('mac and verifyMac', () => {
  it('accept the whole tag of the same data only', () => {
    const tag = mac(insecureTestKey(), testAad);
    expect(tag).toHaveLength(MAC_SIZE);
    expect(() => { verifyMac(insecureTestKey(), testAad, tag); }).not.toThrow();
    for (let at = 0; at < tag.length; at += 1) {
      const changed = Buffer.from(tag);
      changed[at] = (changed[at] ?? 0) ^ 0x80;
      expect(() => { verifyMac(insecureTestKey(), testAad, changed); }).toThrow(refusal('not_authentic'));
    }
  });

  it.each([
    ['a tag cut short', insecureTestKey(), testAad, (tag: Buffer): Buffer => tag.subarray(0, 16)],
    ['no tag', insecureTestKey(), testAad, (): Buffer => Buffer.alloc(0)],
    ['a longer tag', insecureTestKey(), testAad, (tag: Buffer): Buffer => Buffer.concat([tag, Buffer.alloc(1)])],
    ['other data', insecureTestKey(), associatedData('other'), (tag: Buffer): Buffer => tag],
    ['another key', Secret.random(), testAad, (tag: Buffer): Buffer => tag],
  ])('refuse %s', (_why, key, data, change) => {
    expect(() => { verifyMac(key, data, change(mac(insecureTestKey(), testAad))); }).toThrow(refusal('not_authentic'));
  });

  it('refuse a key of fewer bytes than the limit', () => {
    expect(() => mac(Secret.random(15), testAad)).toThrow(refusal('bad_parameter'));
    expect(mac(Secret.random(16), testAad)).toHaveLength(MAC_SIZE);
  });
});

function messageOf(refused: () => unknown): string {
  try {
    refused();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}
