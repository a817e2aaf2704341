import { inspect } from 'node:util';
import { AccessKey } from './access-key.js';

describe('AccessKey', () => {
  const key = new AccessKey('AKIAEXAMPLE000000000', 'a-secret-that-is-never-shown');

  it('gives the secret only when asked for by name', () => {
    expect(key.reveal()).toBe('a-secret-that-is-never-shown');
  });

  it.each([
    ['JSON', JSON.stringify({ key })],
    ['string conversion', `${key.toString()} ${String(key)}`],
    ['util.inspect', inspect({ key }, { depth: 9, showHidden: true })],
    ['its own properties', Object.values(key).join()],
  ])('shows the id and nothing of the secret in %s', (_, shown) => {
    expect(shown).toContain('AKIAEXAMPLE000000000');
    expect(shown).not.toContain('never-shown');
  });
});
