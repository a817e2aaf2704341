import { dateValue } from './date-value.js';

describe('dateValue', () => {
  it.each([
    ['2026', Date.UTC(2026, 0, 1), 'four digits are a year'],
    ['2026-02', Date.UTC(2026, 1, 1), 'a month'],
    ['2026-02-03', Date.UTC(2026, 1, 3), 'a day'],
    ['2026-02-03T04:05Z', Date.UTC(2026, 1, 3, 4, 5), 'a minute'],
    ['2026-02-03T04:05:06Z', Date.UTC(2026, 1, 3, 4, 5, 6), 'a second'],
    ['2026-02-03T04:05:06.789Z', Date.UTC(2026, 1, 3, 4, 5, 6, 789), 'a fraction'],
    ['2026-02-03T04:05:06-05:30', Date.UTC(2026, 1, 3, 9, 35, 6), 'a zone'],
    ['2024-02-29', Date.UTC(2024, 1, 29), 'the 29th of a leap year'],
    ['1767225600', 1_767_225_600_000, 'seconds of the epoch'],
    ['1767225600.5', 1_767_225_600_500, 'and a fraction of one'],
    ['0', 0, 'the epoch'],
    ['-1', -1_000, 'before the epoch'],
  ])('%s: %d (%s)', (text, expected) => {
    expect(dateValue(text)).toBe(expected);
  });

  it.each([
    ['', 'nothing'],
    ['now', 'a word'],
    ['2026-2-3', 'digits left out'],
    ['2026-13-01', 'a thirteenth month'],
    ['2026-02-30', 'a day that the month has not'],
    ['2025-02-29', 'the 29th of another year'],
    ['2026-02-03T04:05:06', 'no zone: whose time would it be?'],
    ['2026-02-03T25:00Z', 'a 25th hour'],
    ['2026-02-03 04:05Z', 'a space for the T'],
    ['Tue, 03 Feb 2026 04:05:06 GMT', "HTTP's form"],
    ['1e9', 'a power'],
    ['0x10', 'hexadecimal'],
    [' 2026-02-03', 'a space before'],
  ])('%j is no date: %s', (text) => {
    expect(dateValue(text)).toBeUndefined();
  });
});
