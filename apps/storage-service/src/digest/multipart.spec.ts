import { createHash } from 'node:crypto';

import { CHECKSUM_ALGORITHMS } from './checksum.js';
import { createDigest } from './digest.js';
import { combinedChecksum, compositeChecksum, compositeEtag } from './multipart.js';

const parts = [Buffer.from('first part'), Buffer.from('second'), Buffer.from('')];

describe('compositeChecksum', () => {
  it.each(CHECKSUM_ALGORITHMS)('%s: is the checksum of the values in a row, with their number', (algorithm) => {
    const values = parts.map((part) => {
      const digest = createDigest(algorithm);
      digest.update(part);
      return { size: part.length, bytes: digest.bytes() };
    });
    const whole = createDigest(algorithm);
    whole.update(Buffer.concat(values.map(({ bytes }) => bytes)));
    const composite = compositeChecksum(algorithm, values.map(({ size, bytes }) => ({ size, value: bytes.toString('base64') })));
    expect(composite).toBe(`${whole.base64()}-3`);
  });

  it('fails for a part without a value, which no record of ours has', () => {
    expect(() => compositeChecksum('SHA256', [{ size: 1, value: '' }])).toThrow('internal error: a part without its SHA256');
  });
});

describe('combinedChecksum', () => {
  it.each(['SHA1', 'SHA256'] as const)('does not exist for %s', (algorithm) => {
    expect(() => combinedChecksum(algorithm, [])).toThrow('internal error');
  });

  it('fails for a part without a value', () => {
    expect(() => combinedChecksum('CRC32', [{ size: 1, value: '' }])).toThrow('internal error: a part without its CRC32');
  });
});

describe('compositeEtag', () => {
  it('is the MD5 of the MD5s, with the number of parts', () => {
    const md5s = parts.map((part) => createHash('md5').update(part).digest());
    const expected = createHash('md5').update(Buffer.concat(md5s)).digest('hex');
    expect(compositeEtag(md5s.map((md5) => md5.toString('hex')))).toBe(`${expected}-3`);
  });

  it('counts one part too', () => {
    expect(compositeEtag(['d41d8cd98f00b204e9800998ecf8427e'])).toBe('59adb24ef3cdbe0297f05b395827453f-1');
  });
});
