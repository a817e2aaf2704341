import { inspect } from 'node:util';
import { isSessionKeyId, SessionToken } from './session-token.js';

describe('SessionToken', () => {
  const token = new SessionToken('a-token-that-is-never-shown');

  it('gives the text only when asked for by name', () => {
    expect(token.reveal()).toBe('a-token-that-is-never-shown');
  });

  it.each([
    ['JSON', JSON.stringify({ token })],
    ['string conversion', `${token.toString()} ${String(token)}`],
    ['util.inspect', inspect({ token }, { depth: 9, showHidden: true })],
    ['its own properties', Object.values(token).join()],
  ])('shows nothing of it in %s', (_, shown) => {
    expect(shown).not.toContain('never-shown');
  });
});

it.each([['ASIAALICE00000000000', true], ['ASIA', true], ['AKIAASIA000000000000', false], ['asiaalice00000000000', false], ['', false]])('knows whether %j is of a session: %s', (id, expected) => {
  expect(isSessionKeyId(id)).toBe(expected);
});
