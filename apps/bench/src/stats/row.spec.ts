import { comparedRow, plainRow } from './row.js';

const title = { name: 'put', unit: 'requests/s' };

describe('comparedRow', () => {
  it('takes medians of both sides and the median of the ratios of each round', () => {
    const row = comparedRow(title, [
      { control: 100, ours: 50 },
      { control: 1_000, ours: 700 },
      { control: 200, ours: 120 },
    ]);
    expect(row).toMatchObject({ value: 120, control: 200, ratio: 0.6, valueRange: [50, 700], ratioRange: [0.5, 0.7] });
  });

  it('keeps to the ratio of each round when the machine slows down between them', () => {
    const row = comparedRow(title, [
      { control: 1_000, ours: 800 },
      { control: 100, ours: 80 },
      { control: 100, ours: 80 },
    ]);
    expect(row.ratio).toBeCloseTo(0.8, 9);
  });

  it.each([
    { why: 'at least is met at the bound', bound: 'at least' as const, ours: 60, met: true },
    { why: 'at least is missed just below it', bound: 'at least' as const, ours: 59.9, met: false },
    { why: 'at most is met at the bound', bound: 'at most' as const, ours: 60, met: true },
    { why: 'at most is missed just above it', bound: 'at most' as const, ours: 60.1, met: false },
  ])('$why', ({ bound, ours, met }) => {
    const row = comparedRow({ ...title, target: { bound, value: 0.6 } }, [{ control: 100, ours }]);
    expect(row).toMatchObject({ met, target: 0.6, bound });
  });

  it('without a target is neither met nor missed', () => {
    expect(comparedRow(title, [{ control: 1, ours: 1 }])).toMatchObject({ met: null, target: null, bound: null });
  });
});

describe('plainRow', () => {
  it('has no control and bounds the value itself', () => {
    const row = plainRow({ name: 'memory', unit: 'MiB', target: { bound: 'at most', value: 200 } }, [150, 201, 180], 'sampled');
    expect(row).toMatchObject({ value: 180, control: null, ratio: null, ratioRange: null, met: true, valueRange: [150, 201], note: 'sampled' });
  });

  it('of no rounds is refused', () => {
    expect(() => plainRow(title, [])).toThrow(RangeError);
  });
});
