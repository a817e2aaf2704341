import { refusal } from '../../test/s3-request.js';

import { parseListToken, printListToken } from './list-token.js';

describe('list tokens', () => {
  it.each(['a', 'a/b', 'é\u{10000}', '\0', 'x'.repeat(1_024)])('go back to the key they were made of', (key) => {
    expect(parseListToken(printListToken(key))).toBe(key);
  });

  it('refuse every change of a character', () => {
    const token = printListToken('photos/2026/a.jpg');
    for (let i = 0; i < token.length; i += 1) {
      const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      expect(refusal(() => parseListToken(changed)).code).toBe('InvalidArgument');
    }
  });

  it.each([
    ['nothing', ''],
    ['a key', 'photos/a.jpg'],
    ['a cut one', printListToken('photos').slice(0, -1)],
    ['a longer one', `${printListToken('photos')}A`],
    ['padding', `${printListToken('photo')}=`],
    ['another version', Buffer.concat([Buffer.from([2]), Buffer.from(printListToken('a'), 'base64url').subarray(1)]).toString('base64url')],
    ['no key', Buffer.alloc(5).toString('base64url')],
  ])('refuse %s', (_, token) => {
    expect(refusal(() => parseListToken(token))).toMatchObject({ code: 'InvalidArgument', message: 'The continuation token provided is incorrect' });
  });
});
