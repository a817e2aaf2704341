import { inspect } from 'node:util';
import { CryptoError, Secret, SECRET_SIZE_MAX } from './index.js';
import { refusal } from '../test/refusal.js';

describe('Secret', () => {
  it('is random, of 32 bytes unless told', () => {
    expect(Secret.random()).toHaveLength(32);
    expect(Secret.random(64)).toHaveLength(64);
    expect(Secret.random().equals(Secret.random())).toBe(false);
  });

  it('copies: what the caller does to its bytes later is the caller\'s', () => {
    const bytes = Buffer.from('insecure test key');
    const secret = Secret.copyOf(bytes);
    bytes.fill(0);
    expect(Buffer.from(secret.reveal()).toString()).toBe('insecure test key');
  });

  it('adopts: the very bytes are used, and zeroed with it, and their neighbours are not', () => {
    const around = Buffer.from('[insecure test key]');
    const secret = Secret.adopt(around.subarray(1, -1));
    expect(Buffer.from(secret.reveal()).toString()).toBe('insecure test key');
    secret[Symbol.dispose]();
    expect(around).toEqual(Buffer.from(`[${'\0'.repeat(17)}]`));
  });

  it('is zeroed on the way out of `using`, thrown or not', () => {
    let live: Uint8Array = Buffer.of(1);
    expect(() => {
      using secret = Secret.random();
      live = secret.reveal();
      throw new Error('the way out');
    }).toThrow('the way out');
    expect(Buffer.from(live)).toEqual(Buffer.alloc(32));
  });

  it('refuses to be used once it was cleared, and may be cleared twice', () => {
    const secret = Secret.random();
    secret[Symbol.dispose]();
    secret[Symbol.dispose]();
    expect(() => secret.reveal()).toThrow(refusal('disposed'));
    expect(() => Secret.random().equals(secret)).toThrow(refusal('disposed'));
  });

  it('compares whole values', () => {
    const secret = Secret.copyOf(Buffer.from('0123456789'));
    expect(secret.equals(Secret.copyOf(Buffer.from('0123456789')))).toBe(true);
    expect(secret.equals(Secret.copyOf(Buffer.from('0123456788')))).toBe(false);
    expect(secret.equals(Secret.copyOf(Buffer.from('012345678')))).toBe(false);
  });

  it('prints as nothing, by every way that logs take', () => {
    const secret = Secret.copyOf(Buffer.from('insecure test key'));
    const prints = [JSON.stringify({ secret }), secret.toString(), inspect({ secret }, { showHidden: true, depth: 9 }), JSON.stringify(Object.entries(secret)), String(secret)];
    for (const print of prints) expect(print).not.toMatch(/insecure|105|110, 115|696e/);
  });

  it('has bytes up to its limit and not one more', () => {
    expect(Secret.random(SECRET_SIZE_MAX)).toHaveLength(SECRET_SIZE_MAX);
    expect(Secret.copyOf(new Uint8Array(0))).toHaveLength(0);
    for (const make of [
      (): Secret => Secret.random(SECRET_SIZE_MAX + 1),
      (): Secret => Secret.copyOf(new Uint8Array(SECRET_SIZE_MAX + 1)),
      (): Secret => Secret.adopt(new Uint8Array(SECRET_SIZE_MAX + 1)),
      (): Secret => Secret.random(-1),
      (): Secret => Secret.random(1.5),
      (): Secret => Secret.random(Number.NaN),
    ]) expect(make).toThrow(refusal('bad_parameter'));
  });
});

describe('CryptoError', () => {
  it('is an Error with a code and its cause', () => {
    const cause = new Error('below');
    const error = new CryptoError('truncated', 'above', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'CryptoError', code: 'truncated', message: 'above', cause });
  });
});
