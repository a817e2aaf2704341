import { createHmac } from 'node:crypto';

import fc from 'fast-check';

import { HmacKey, SIGNED_TEXT_LENGTH_MAX } from './hmac-key.js';

const vectors: readonly { why: string; key: Buffer; text: string; hex: string }[] = [
  { why: 'RFC 4231, 4.2', key: Buffer.alloc(20, 0x0b), text: 'Hi There', hex: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7' },
  { why: 'RFC 4231, 4.3: a short key', key: Buffer.from('Jefe'), text: 'what do ya want for nothing?', hex: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' },
  { why: 'RFC 4231, 4.4: bytes above ASCII', key: Buffer.alloc(20, 0xaa), text: '\xdd'.repeat(50), hex: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe' },
  {
    why: 'RFC 4231, 4.7: a key longer than a block is hashed first',
    key: Buffer.alloc(131, 0xaa),
    text: 'Test Using Larger Than Block-Size Key - Hash Key First',
    hex: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
];

describe('HmacKey', () => {
  it.each(vectors)('$why', ({ key, text, hex }) => {
    expect(new HmacKey(key).sign(text, 'hex')).toBe(hex);
    expect(new HmacKey(key).sign(text, 'buffer').toString('hex')).toBe(hex);
  });

  it("agrees with node's for every key and text, one after the other under the same key", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 }), (key, texts) => {
        const ours = new HmacKey(key);
        for (const text of texts) {
          expect(ours.sign(Buffer.from(text).toString('latin1'), 'hex')).toBe(createHmac('sha256', key).update(text).digest('hex'));
        }
      }),
    );
  });

  it('takes a text of the greatest length and none longer', () => {
    const key = new HmacKey(Buffer.from('key'));
    const longest = 'x'.repeat(SIGNED_TEXT_LENGTH_MAX);
    expect(key.sign(longest, 'hex')).toBe(createHmac('sha256', 'key').update(longest).digest('hex'));
    expect(() => key.sign(`${longest}x`, 'hex')).toThrow('internal error');
  });
});
