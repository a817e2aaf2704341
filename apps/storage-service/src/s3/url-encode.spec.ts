import { urlEncode } from './url-encode.js';

describe('urlEncode', () => {
  it.each([
    ['a/b-c_d.e*f', 'a/b-c_d.e*f'],
    ['a b', 'a%20b'],
    ['a+b', 'a%2Bb'],
    ["it's (1)!~", 'it%27s%20%281%29%21%7E'],
    ['100%', '100%25'],
    ['\n\0', '%0A%00'],
    ['é\u{1F512}', '%C3%A9%F0%9F%94%92'],
  ])('%j is %s', (text, encoded) => {
    expect(urlEncode(text)).toBe(encoded);
    expect(decodeURIComponent(encoded)).toBe(text);
  });
});
