import { plainAddress } from './plain-address.js';

describe('plainAddress', () => {
  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['192.0.2.1', '192.0.2.1'],
    ['::1', '::1'],
    ['2001:db8::ffff:1', '2001:db8::ffff:1'],
    [undefined, ''],
  ])('says %s as %s', (given, plain) => {
    expect(plainAddress(given)).toBe(plain);
  });
});
