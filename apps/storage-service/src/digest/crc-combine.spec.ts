import fc from 'fast-check';

import { combinedChecksum } from './multipart.js';
import { createDigest } from './digest.js';

const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME'] as const;

function checksum(algorithm: (typeof algorithms)[number], bytes: Uint8Array): string {
  const digest = createDigest(algorithm);
  digest.update(bytes);
  return digest.base64();
}

describe.each(algorithms)('combinedChecksum of %s', (algorithm) => {
  it('is the checksum of the whole, however it is split', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 }), (parts) => {
        const combined = combinedChecksum(algorithm, parts.map((part) => ({ size: part.length, value: checksum(algorithm, part) })));
        expect(combined).toBe(checksum(algorithm, Buffer.concat(parts)));
      }),
    );
  });

  it('holds for large parts of different sizes', () => {
    const parts = [Buffer.alloc(5 * 1024 ** 2, 'a'), Buffer.alloc(7_654_321, 'b'), Buffer.alloc(1, 'c')];
    const combined = combinedChecksum(algorithm, parts.map((part) => ({ size: part.length, value: checksum(algorithm, part) })));
    expect(combined).toBe(checksum(algorithm, Buffer.concat(parts)));
  });

  it('is that of nothing for no parts', () => {
    expect(combinedChecksum(algorithm, [])).toBe(checksum(algorithm, Buffer.alloc(0)));
  });

  it('tells the order of the parts', () => {
    const [a, b] = [{ size: 2, value: checksum(algorithm, Buffer.from('ab')) }, { size: 2, value: checksum(algorithm, Buffer.from('cd')) }];
    expect(combinedChecksum(algorithm, [b, a])).toBe(checksum(algorithm, Buffer.from('cdab')));
    expect(combinedChecksum(algorithm, [b, a])).not.toBe(combinedChecksum(algorithm, [a, b]));
  });

  it('takes 10,000 parts of 10,000 sizes without holding up the event loop', () => {
    const value = checksum(algorithm, Buffer.from('part'));
    const parts = Array.from({ length: 10_000 }, (_, index) => ({ size: 5 * 1024 ** 3 - index, value }));
    const before = performance.now();
    combinedChecksum(algorithm, parts);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
