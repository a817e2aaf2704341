import { createHmac, hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { vectors } from '@coffer/testing';
import fc from 'fast-check';
import { hex } from '../test/bodies.js';
import { refusal } from '../test/refusal.js';
import { gcmKey, gcmSealer } from './gcm.js';
import { HKDF_LENGTH_MAX, hkdfSha256 } from './hkdf.js';
import { hmacSha256 } from './hmac.js';
import { type AssociatedData, open, Secret } from './index.js';

const published = (name: string): string => join(import.meta.dirname, '../vectors/published', name);

interface GcmVector { why: string; key: string; nonce: string; aad: string; plaintext: string; ciphertext: string; tag: string; valid: boolean }
interface HkdfVector { why: string; key: string; salt: string; info: string; length: number; derived: string; valid: boolean }
interface HmacVector { why: string; key: string; message: string; tag: string; valid: boolean }

describe('AES-256-GCM as others test it', () => {
  const rows = [...vectors<GcmVector>(published('aes-256-gcm.json')), ...vectors<GcmVector>(published('aes-256-gcm-nist.json'))];

  it.each(rows)('opens or refuses: $why', ({ key, nonce, aad, plaintext, ciphertext, tag, valid }) => {
    // Published associated data is not framed; it is bound as it stands.
    const opened = (): Buffer => open(Secret.copyOf(hex(key)), hex(nonce + ciphertext + tag), hex(aad) as Uint8Array as AssociatedData);
    if (valid) expect(opened().toString('hex')).toBe(plaintext);
    else expect(opened).toThrow(refusal('not_authentic'));
  });

  it.each(rows.filter(({ valid }) => valid))('seals: $why', ({ key, nonce, aad, plaintext, ciphertext, tag }) => {
    const cipher = gcmSealer(gcmKey(hex(key)), hex(nonce)).setAAD(hex(aad));
    expect(Buffer.concat([cipher.update(hex(plaintext)), cipher.final()]).toString('hex')).toBe(ciphertext);
    expect(cipher.getAuthTag().toString('hex')).toBe(tag);
  });
});

describe('HKDF-SHA256', () => {
  it.each(vectors<HkdfVector>(published('hkdf-sha256.json')))('$why', ({ key, salt, info, length, derived, valid }) => {
    const derive = (): string => hkdfSha256(hex(key), hex(salt), hex(info), length).toString('hex');
    if (valid) expect(derive()).toBe(derived);
    else expect(derive).toThrow(refusal('bad_parameter'));
  });

  it('agrees with hkdfSync at every length of key, salt, info and output', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), bytes, bytes, fc.integer({ min: 1, max: 300 }), (key, salt, info, length) => {
      expect(hkdfSha256(key, salt, info, length)).toEqual(Buffer.from(hkdfSync('sha256', key, salt, info, length)));
    }));
  });

  it('takes an info longer than the 1,024 bytes of hkdfSync: the name of an object may be', () => {
    expect(hkdfSha256(Buffer.alloc(32, 7), Buffer.alloc(32), Buffer.alloc(4_096), 32)).toHaveLength(32);
  });

  it('gives as much as the RFC allows and not one byte more', () => {
    const derive = (length: number): Buffer => hkdfSha256(Buffer.alloc(32, 7), Buffer.alloc(0), Buffer.alloc(0), length);
    expect(derive(HKDF_LENGTH_MAX)).toHaveLength(HKDF_LENGTH_MAX);
    for (const length of [HKDF_LENGTH_MAX + 1, 0, -1, 1.5]) expect(() => derive(length)).toThrow(refusal('bad_parameter'));
  });
});

describe('HMAC-SHA256', () => {
  it.each(vectors<HmacVector>(published('hmac-sha256.json')))('$why', ({ key, message, tag, valid }) => {
    expect(hmacSha256(hex(key), hex(message)).toString('hex') === tag).toBe(valid);
  });

  it('agrees with createHmac however the message is parted and whatever the key\'s length', () => {
    const bytes = fc.uint8Array({ maxLength: 150 });
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 150 }), bytes, bytes, (key, a, b) => {
      expect(hmacSha256(key, a, b)).toEqual(createHmac('sha256', key).update(a).update(b).digest());
    }));
  });

  it('leaves its key as it was', () => {
    for (const length of [32, 64, 65]) {
      const key = Buffer.alloc(length, 7);
      hmacSha256(key, Buffer.from('message'));
      expect(key).toEqual(Buffer.alloc(length, 7));
    }
  });
});
