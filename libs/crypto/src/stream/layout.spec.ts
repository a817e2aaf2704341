import fc from 'fast-check';
import { refusal } from '../../test/refusal.js';
import { plaintextSize, sealedSize, SEGMENT_COUNT_MAX, SEGMENT_SIZE_MAX, SEGMENT_SIZE_MIN, segmentAt, segmentCapacity, segmentStart } from './layout.js';

const segmentSizes = [SEGMENT_SIZE_MIN, 64, 4_096, 65_536, 262_144, SEGMENT_SIZE_MAX];

describe('sealedSize and plaintextSize', () => {
  it.each(segmentSizes)('are each other\'s inverse at the edges of segments of %i', (segmentSize) => {
    const [first, full] = [segmentCapacity(segmentSize, 0), segmentCapacity(segmentSize, 1)];
    for (const size of [0, 1, first - 1, first, first + 1, first + full - 1, first + full, first + full + 1, first + 1_000 * full]) {
      expect(plaintextSize(sealedSize(size, segmentSize), segmentSize)).toBe(size);
    }
  });

  it('are exactly inverse: a size is accepted if and only if a plaintext gives it', () => {
    const possible = new Map(Array.from({ length: 500 }, (_, size) => [sealedSize(size, 64), size]));
    for (let sealed = 0; sealed <= sealedSize(499, 64); sealed += 1) {
      const size = possible.get(sealed);
      if (size === undefined) expect(() => plaintextSize(sealed, 64)).toThrow(refusal('truncated'));
      else expect(plaintextSize(sealed, 64)).toBe(size);
    }
  });

  it('count by hand: header 40, tag 16 a segment', () => {
    expect(sealedSize(0, 64)).toBe(56);
    expect(sealedSize(8, 64)).toBe(64);
    expect(sealedSize(9, 64)).toBe(64 + 17);
    expect(sealedSize(8 + 48, 64)).toBe(128);
    expect(sealedSize(8 + 48 + 1, 64)).toBe(128 + 17);
  });

  it('take as many segments as the index counts and not one more', () => {
    const most = segmentStart(SEGMENT_SIZE_MIN, SEGMENT_COUNT_MAX);
    expect(sealedSize(most, SEGMENT_SIZE_MIN)).toBe(SEGMENT_COUNT_MAX * SEGMENT_SIZE_MIN);
    expect(plaintextSize(SEGMENT_COUNT_MAX * SEGMENT_SIZE_MIN, SEGMENT_SIZE_MIN)).toBe(most);
    expect(() => sealedSize(most + 1, SEGMENT_SIZE_MIN)).toThrow(refusal('bad_parameter'));
    expect(() => plaintextSize(SEGMENT_COUNT_MAX * SEGMENT_SIZE_MIN + 17, SEGMENT_SIZE_MIN)).toThrow(refusal('bad_parameter'));
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])('refuse %p as a size', (size) => {
    expect(() => sealedSize(size, 64)).toThrow(refusal('bad_parameter'));
    expect(() => plaintextSize(size, 64)).toThrow(refusal('bad_parameter'));
  });

  it.each([SEGMENT_SIZE_MIN - 1, SEGMENT_SIZE_MAX + 1, 0, -64, 64.5, Number.NaN])('refuse segments of %p', (segmentSize) => {
    expect(() => sealedSize(1, segmentSize)).toThrow(refusal('bad_parameter'));
    expect(() => plaintextSize(100, segmentSize)).toThrow(refusal('bad_parameter'));
  });
});

describe('the place of a byte', () => {
  it('is in the segment that starts at or before it and ends after it', () => {
    fc.assert(fc.property(fc.constantFrom(...segmentSizes), fc.nat(10 ** 9), (segmentSize, offset) => {
      const index = segmentAt(segmentSize, offset);
      expect(segmentStart(segmentSize, index)).toBeLessThanOrEqual(offset);
      expect(segmentStart(segmentSize, index + 1)).toBeGreaterThan(offset);
      expect(segmentStart(segmentSize, index + 1) - segmentStart(segmentSize, index)).toBe(segmentCapacity(segmentSize, index));
    }));
  });
});
