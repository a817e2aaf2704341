import { base32 } from './base32.js';

/** RFC 4648, section 10, as far as no padding is needed. */
it.each([['', ''], ['fooba', 'MZXW6YTB']])("prints '%s' as '%s'", (text, printed) => {
  expect(base32(Buffer.from(text))).toBe(printed);
});

it('keeps leading zeros', () => {
  expect(base32(Buffer.alloc(10))).toBe('A'.repeat(16));
  expect(base32(Buffer.alloc(10, 255))).toBe('7'.repeat(16));
});

it('takes whole fives only', () => {
  expect(() => base32(Buffer.alloc(4))).toThrow(RangeError);
});
