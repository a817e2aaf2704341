import { decodeName } from './list-page.js';

describe('names in listings', () => {
  it.each([['a+b', 'a b'], ['a%2Bb', 'a+b'], ['%C3%A9/%F0%9F%98%80', 'é/\u{1f600}'], ['%01', '\u0001'], ['a%2520b', 'a%20b']])('%s is decoded', (encoded, name) => {
    expect(decodeName(encoded)).toBe(name);
  });
});
