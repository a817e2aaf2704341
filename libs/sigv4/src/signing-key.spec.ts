import { inspect } from 'node:util';

import { SIGNING_KEYS_MAX, SigningKey, SigningKeys } from './signing-key.js';

const scope = '20150830/us-east-1/iam/aws4_request';
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

describe('SigningKey', () => {
  it("signs as AWS's example of signing with its IAM key does", () => {
    const toSign = `AWS4-HMAC-SHA256\n20150830T123600Z\n${scope}\nf536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59`;
    expect(SigningKey.derive(secret, scope).sign(toSign)).toBe('5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7');
  });

  it('prints as nothing', () => {
    const key = SigningKey.derive(secret, scope);
    expect(JSON.stringify({ key })).toBe('{"key":"[signing key]"}');
    expect(inspect(key, { depth: 9, showHidden: true })).toMatch(/^SigningKey \{\s*\}$/);
  });
});

describe('SigningKeys', () => {
  it('derives a key once', () => {
    const keys = new SigningKeys();
    expect(keys.get('A', secret, scope)).toBe(keys.get('A', secret, scope));
  });

  it('keeps access keys, scopes and secrets apart', () => {
    const keys = new SigningKeys();
    const key = keys.get('A', secret, scope);
    expect(keys.get('B', secret, scope)).not.toBe(key);
    expect(keys.get('A', secret, scope.replace('30', '31'))).not.toBe(key);
    expect(keys.get('A', 'another', scope)).not.toBe(key);
    expect(keys.get('A', 'another', scope).sign('x')).not.toBe(key.sign('x'));
  });

  it(`keeps ${String(SIGNING_KEYS_MAX)} and lets the oldest go for one more`, () => {
    const keys = new SigningKeys();
    const first = keys.get('0', secret, scope);
    const second = keys.get('1', secret, scope);
    for (let index = 2; index < SIGNING_KEYS_MAX; index += 1) keys.get(String(index), secret, scope);
    expect(keys.get('0', secret, scope)).toBe(first);
    keys.get('one more', secret, scope);
    expect(keys.size).toBe(SIGNING_KEYS_MAX);
    expect(keys.get('1', secret, scope)).toBe(second);
    expect(keys.get('0', secret, scope)).not.toBe(first);
  });
});
