import { inspect } from 'node:util';

import { SecretBytes } from './secret-bytes.js';

describe('secret bytes', () => {
  it('print as nothing', () => {
    const secret = SecretBytes.copyOf(Buffer.from('swordfish'));
    expect([String(secret), JSON.stringify({ secret }), inspect(secret)]).toEqual(['[secret]', '{"secret":"[secret]"}', '[secret]']);
  });

  it('are cleared, and then refuse to be used', () => {
    const given = Buffer.from('swordfish');
    const secret = SecretBytes.taken(given);
    expect(given.equals(Buffer.alloc(9))).toBe(true);
    const live = secret.reveal();
    secret.clear();
    expect(live.every((byte) => byte === 0)).toBe(true);
    expect(() => secret.reveal()).toThrow(TypeError);
  });
});
