import { median, quantile } from './quantile.js';

describe('median', () => {
  it.each([
    { why: 'one value is its own median', sample: [7], is: 7 },
    { why: 'order given does not matter', sample: [9, 1, 5], is: 5 },
    { why: 'two in the middle are averaged', sample: [4, 1, 3, 2], is: 2.5 },
    { why: 'numbers are not sorted as text', sample: [10, 9, 100], is: 10 },
    { why: 'one wild round does not move it', sample: [10, 11, 12, 13, 1_000_000], is: 12 },
  ])('$why', ({ sample, is }) => {
    expect(median(sample)).toBe(is);
  });

  it('leaves the sample as it was', () => {
    const sample = [3, 1, 2];
    median(sample);
    expect(sample).toEqual([3, 1, 2]);
  });

  it('refuses an empty sample', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('quantile', () => {
  const sample = [50, 10, 40, 20, 30];

  it.each([
    { fraction: 0, is: 10 },
    { fraction: 0.25, is: 20 },
    { fraction: 0.99, is: 49.6 },
    { fraction: 1, is: 50 },
  ])('at $fraction is $is', ({ fraction, is }) => {
    expect(quantile(sample, fraction)).toBeCloseTo(is, 9);
  });
});
