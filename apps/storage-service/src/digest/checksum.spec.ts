import { CHECKSUM_ALGORITHMS, checksumSize, isChecksumValue } from './checksum.js';

describe('isChecksumValue', () => {
  it.each(CHECKSUM_ALGORITHMS)('%s: takes base64 of its own size, and of no other', (algorithm) => {
    const size = checksumSize[algorithm];
    const ofSize = (bytes: number): string => Buffer.alloc(bytes, 0xa5).toString('base64');
    expect(isChecksumValue(algorithm, ofSize(size))).toBe(true);
    expect(isChecksumValue(algorithm, ofSize(size - 1))).toBe(false);
    expect(isChecksumValue(algorithm, ofSize(size + 1))).toBe(false);
  });

  const refused: readonly { why: string; text: string }[] = [
    { why: 'nothing', text: '' },
    { why: 'no padding', text: 'y/Q5Jg' },
    { why: 'too much padding', text: 'y/Q5Jg===' },
    { why: 'the alphabet of URLs', text: 'y_Q5Jg==' },
    { why: 'stray bits before the padding', text: 'y/Q5Jh==' },
    { why: 'a line break', text: 'y/Q5Jg==\n' },
    { why: 'a blank inside', text: 'y/Q5 Jg==' },
    { why: 'a part count, which only composite values have', text: 'y/Q5Jg==-2' },
    { why: 'hex', text: 'cbf43926' },
    { why: 'what is not ASCII', text: 'y/Q5Jgé=' },
  ];

  it('takes the value that the refusals below are made from', () => {
    expect(isChecksumValue('CRC32', 'y/Q5Jg==')).toBe(true);
  });

  it.each(refused)('refuses $why', ({ text }) => {
    expect(isChecksumValue('CRC32', text)).toBe(false);
  });
});
