import fc from 'fast-check';

import { formatHttpDate, parseHttpDate } from './http-date.js';

const YEAR_1000_MS = Date.UTC(1_000, 0, 1);
const YEAR_9999_MS = Date.UTC(9_999, 11, 31, 23, 59, 59, 999);

describe('formatHttpDate', () => {
  it("prints RFC 9110's own example", () => {
    expect(formatHttpDate(new Date(Date.UTC(1994, 10, 6, 8, 49, 37)))).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
  });

  it.each([
    { why: 'the epoch', ms: 0 },
    { why: 'a leap day', ms: Date.UTC(2024, 1, 29, 23, 59, 59) },
    { why: 'the first year of four digits', ms: YEAR_1000_MS },
    { why: 'the last millisecond of four digits', ms: YEAR_9999_MS },
  ])('agrees with the platform on $why', ({ ms }) => {
    expect(formatHttpDate(new Date(ms))).toBe(new Date(ms).toUTCString());
  });

  it('agrees with the platform on every time of four-digit years', () => {
    fc.assert(fc.property(fc.integer({ min: YEAR_1000_MS, max: YEAR_9999_MS }), (ms) => {
      expect(formatHttpDate(new Date(ms))).toBe(new Date(ms).toUTCString());
    }));
  });

  it('is read back to the second', () => {
    const ms = Date.UTC(2026, 10, 23, 14, 56, 32, 999);
    expect(parseHttpDate(formatHttpDate(new Date(ms)))).toBe(ms - 999);
  });
});
