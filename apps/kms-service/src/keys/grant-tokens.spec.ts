import { join } from 'node:path';
import { Secret } from '@coffer/crypto';
import { vectors } from '@coffer/testing';
import { GrantTokens } from './grant-tokens.js';

interface Row {
  readonly why: string;
  readonly storeKey: string;
  readonly token: string;
  readonly keyId?: string;
  readonly grantId?: string;
  readonly refused?: true;
}

const name = { keyId: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', grantId: 'ab'.repeat(32) };

describe('GrantTokens', () => {
  it.each(vectors<Row>(join(import.meta.dirname, '../../vectors/grant-token.json')))('$why', ({ storeKey, token, keyId, grantId, refused }) => {
    const tokens = new GrantTokens(Secret.copyOf(Buffer.from(storeKey, 'hex')));
    expect(tokens.open(token)).toEqual(refused === true ? undefined : { keyId, grantId });
  });

  it('open what they made, which is another text each time', () => {
    const tokens = new GrantTokens(Secret.random());
    const made = Array.from({ length: 10 }, () => tokens.make(name));
    expect(new Set(made).size).toBe(10);
    for (const token of made) expect(tokens.open(token)).toEqual(name);
  });

  it('make nothing any more once they are closed, and leave the store its key', () => {
    const storeKey = Secret.random();
    const tokens = new GrantTokens(storeKey);
    tokens.close();
    expect(() => tokens.make(name)).toThrow('cleared');
    expect(storeKey.reveal()).toHaveLength(32);
  });
});
