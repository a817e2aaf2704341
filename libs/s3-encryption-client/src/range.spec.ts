import { refusal } from '../test/bodies.js';
import { givenRange, parseRange, sealedRange } from './range.js';

describe('parseRange', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }], ['bytes=7-', { first: 7 }], ['bytes=-3', { suffix: 3 }], ['bytes=999999999999999-', { first: 999_999_999_999_999 }],
  ])('reads %s', (header, expected) => {
    expect(parseRange(header)).toEqual(expected);
  });

  it.each(['', 'bytes', 'bytes=', 'bytes=-', 'bytes=2-1', 'bytes=1-2,3-4', 'bytes=1--2', 'items=0-1', ' bytes=0-1', 'bytes=0x1-2', 'bytes=1000000000000000-', 'bytes=0-1 '])('refuses "%s"', (header) => {
    expect(() => parseRange(header)).toThrow(refusal('InvalidArgument'));
  });
});

describe('sealedRange', () => {
  it.each([['bytes=2-9', 'bytes=2-9'], ['bytes=2-', 'bytes=2-'], ['bytes=-2', 'bytes=-18']])('of %s is %s', (header, sent) => {
    expect(sealedRange(parseRange(header))).toBe(sent);
  });

  it('of the last nothing is refused', () => {
    expect(() => sealedRange({ suffix: 0 })).toThrow(refusal('InvalidRange'));
  });
});

describe('givenRange', () => {
  it.each([
    ['bytes=2-9', 'bytes 2-9/116', { first: 2, last: 9, size: 100 }],
    ['bytes=2-', 'bytes 2-115/116', { first: 2, last: 99, size: 100 }],
    ['bytes=98-105', 'bytes 98-105/116', { first: 98, last: 99, size: 100 }],
    ['bytes=98-999', 'bytes 98-115/116', { first: 98, last: 99, size: 100 }],
    ['bytes=-2', 'bytes 98-115/116', { first: 98, last: 99, size: 100 }],
    ['bytes=-500', 'bytes 0-115/116', { first: 0, last: 99, size: 100 }],
  ])('of %s answered with %s', (header, contentRange, expected) => {
    expect(givenRange(parseRange(header), contentRange)).toEqual(expected);
  });

  it.each([['bytes=100-', 'bytes 100-115/116'], ['bytes=115-115', 'bytes 115-115/116'], ['bytes=-1', 'bytes 0-15/16'], ['bytes=0-', 'bytes 0-15/16']])('holds nothing of %s in %s', (header, contentRange) => {
    expect(() => givenRange(parseRange(header), contentRange)).toThrow(refusal('InvalidRange'));
  });

  it.each([
    ['bytes=2-9', undefined], ['bytes=2-9', 'bytes 2-9/*'], ['bytes=2-9', 'bytes 3-9/116'], ['bytes=2-9', 'bytes 2-8/116'], ['bytes=2-9', 'bytes 0-115/116'], ['bytes=-2', 'bytes 97-115/116'],
  ])('refuses another answer to %s: %s', (header, contentRange) => {
    expect(() => givenRange(parseRange(header), contentRange)).toThrow(refusal('UnexpectedAnswer'));
  });
});
