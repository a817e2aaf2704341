import fc from 'fast-check';

import { percentCanonical, percentDecode, percentEncode } from './percent.js';

const byteText = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

describe('percentCanonical', () => {
  const vectors: readonly { why: string; text: string; path: string; query: string }[] = [
    { why: 'unreserved characters stay', text: 'aZ09-._~', path: 'aZ09-._~', query: 'aZ09-._~' },
    { why: 'what need not be encoded is decoded', text: '%61%7E', path: 'a~', query: 'a~' },
    { why: 'small hex becomes capital', text: '%c3%a9', path: '%C3%A9', query: '%C3%A9' },
    { why: 'bare bytes are encoded', text: '\u00c3\u00a9 !', path: '%C3%A9%20%21', query: '%C3%A9%20%21' },
    { why: 'the slash of a path stays, however it was sent', text: 'a/b%2Fc', path: 'a/b/c', query: 'a%2Fb%2Fc' },
    { why: 'a plus is a space in queries only', text: 'a+b', path: 'a%2Bb', query: 'a%20b' },
    { why: 'an encoded plus is a plus', text: 'a%2Bb', path: 'a%2Bb', query: 'a%2Bb' },
    { why: 'a percent sign that starts nothing stands for itself', text: '100%', path: '100%25', query: '100%25' },
    { why: 'and so it does before what is half hex', text: '%4', path: '%254', query: '%254' },
    { why: 'and before what is no hex', text: '%zz%4g', path: '%25zz%254g', query: '%25zz%254g' },
    { why: 'decoding is done once', text: '%2541', path: '%2541', query: '%2541' },
    { why: 'nothing stays nothing', text: '', path: '', query: '' },
  ];

  it.each(vectors)('$why: $text', ({ text, path, query }) => {
    expect(percentCanonical(text, true, false)).toBe(path);
    expect(percentCanonical(text, false, true)).toBe(query);
  });

  it('gives the same for its own result', () => {
    fc.assert(
      fc.property(byteText, fc.boolean(), (text, keepSlash) => {
        const once = percentCanonical(text, keepSlash, false);
        expect(percentCanonical(once, keepSlash, false)).toBe(once);
      }),
    );
  });

  it('gives the same for every spelling of the same bytes', () => {
    fc.assert(
      fc.property(byteText, (text) => {
        const spelledOut = Buffer.from(text, 'latin1').toString('hex').replace(/../g, '%$&');
        expect(percentCanonical(spelledOut, true, false)).toBe(percentEncode(text, true));
        expect(percentDecode(percentEncode(text, false), false)).toBe(text);
      }),
    );
  });
});
