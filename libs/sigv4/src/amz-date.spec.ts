import fc from 'fast-check';

import { formatAmzDate, parseAmzDate, parseHttpDate } from './amz-date.js';

describe('parseAmzDate', () => {
  it('reads what formatAmzDate writes', () => {
    const seconds = fc.integer({ min: 0, max: 4_102_444_799 });
    fc.assert(
      fc.property(seconds, (at) => {
        const date = new Date(at * 1_000);
        expect(parseAmzDate(formatAmzDate(date))).toEqual(date);
      }),
    );
  });

  const refused: readonly { why: string; text: string }[] = [
    { why: 'a day that June does not have', text: '20260631T000000Z' },
    { why: 'a leap day of a common year', text: '20260229T000000Z' },
    { why: 'month 13', text: '20261301T000000Z' },
    { why: 'month 0', text: '20260001T000000Z' },
    { why: 'day 0', text: '20260100T000000Z' },
    { why: 'hour 24', text: '20260101T240000Z' },
    { why: 'second 60', text: '20260101T000060Z' },
    { why: 'a year that JavaScript would move to another century', text: '00260101T000000Z' },
    { why: 'a sign', text: '+2260101T000000Z' },
    { why: 'other digits', text: '２0260101T00000Z' },
    { why: 'a character more', text: '20260101T000000ZZ' },
    { why: 'no zone', text: '20260101T0000000' },
  ];

  it.each(refused)('refuses $why', ({ text }) => {
    expect(parseAmzDate(text)).toBeUndefined();
  });

  it('takes a leap day', () => {
    expect(parseAmzDate('20240229T235959Z')).toEqual(new Date('2024-02-29T23:59:59Z'));
  });
});

describe('parseHttpDate', () => {
  it('reads the fixed form', () => {
    expect(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT')).toEqual(new Date('1994-11-06T08:49:37Z'));
  });

  it.each(['Mon, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:37 UTC', 'Sun, 31 Jun 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994', '1994-11-06', ''])('refuses "%s"', (text) => {
    expect(parseHttpDate(text)).toBeUndefined();
  });
});
