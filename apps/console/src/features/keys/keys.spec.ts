import { ageOf, deletionDay } from './key-age.js';
import { jsonMistake, laidOut } from './json-mistake.js';
import { nameOf } from './all-keys.js';

const now = new Date('2026-01-10T00:00:00Z');

describe('the age of a key', () => {
  it.each([
    ['2026-01-10T00:00:00Z', 'less than a minute'], ['2026-01-09T23:59:00Z', '1 minute'], ['2026-01-09T22:00:00Z', '2 hours'], ['2026-01-09T00:00:00Z', '1 day'],
    ['2025-01-10T00:00:00Z', '1 year'], ['2023-01-10T00:00:00Z', '3 years'], ['2026-02-01T00:00:00Z', 'less than a minute'],
  ])('from %s is %s', (from, age) => {
    expect(ageOf(new Date(from), now)).toBe(age);
  });
});

describe('the day of a deletion', () => {
  it('is so many days away', () => {
    expect(deletionDay(7, now)).toContain('17 January 2026');
  });
});

describe('a policy that is typed', () => {
  it('is checked for being an object of JSON', () => {
    expect(jsonMistake('{"a": 1}')).toBeUndefined();
    expect(jsonMistake('[]')).toContain('object');
    expect(jsonMistake('1')).toContain('object');
    expect(jsonMistake('{\n  "a": 1,\n}')).toMatch(/line 3/);
    expect(jsonMistake('')).toBeDefined();
  });

  it('is laid out, or left alone', () => {
    expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(laidOut('{')).toBe('{');
  });
});

it('a key is called by its alias, else by its id', () => {
  expect(nameOf({ id: '1', aliases: ['alias/a', 'alias/b'] })).toBe('alias/a');
  expect(nameOf({ id: '1', aliases: [] })).toBe('1');
});
