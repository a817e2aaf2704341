import { parseRange } from './range.js';

describe('parseRange', () => {
  it.each([
    ['bytes=0-9', { kind: 'from', first: 0, last: 9 }],
    ['bytes=5-', { kind: 'from', first: 5 }],
    ['bytes=-3', { kind: 'suffix', length: 3 }],
    ['bytes=-0', { kind: 'suffix', length: 0 }],
    ['bytes=7-7', { kind: 'from', first: 7, last: 7 }],
    ['bytes=0-999999999999999', { kind: 'from', first: 0, last: 999_999_999_999_999 }],
  ])('%s', (text, range) => {
    expect(parseRange(text)).toEqual(range);
  });

  it.each([
    ['no header', undefined],
    ['several ranges', 'bytes=0-1,3-4'],
    ['last before first', 'bytes=9-0'],
    ['another unit', 'chapters=1-2'],
    ['nothing', 'bytes=-'],
    ['signs', 'bytes=+1-2'],
    ['no number', 'bytes=a-b'],
    ['a number past all sizes', 'bytes=0-9999999999999999'],
  ])('is the whole object for %s', (_, text) => {
    expect(parseRange(text)).toBeUndefined();
  });
});
