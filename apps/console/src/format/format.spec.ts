import { count, formatSize, percent } from './format.js';

describe('formats', () => {
  it.each([
    [0, '0 bytes'], [1, '1 byte'], [1023, '1023 bytes'], [1024, '1.00 KiB'], [10 * 1024, '10.0 KiB'], [100 * 1024, '100 KiB'],
    [8 * 1024 ** 2, '8.00 MiB'], [1024 ** 3, '1.00 GiB'], [5 * 1024 ** 4, '5.00 TiB'], [5000 * 1024 ** 4, '5000 TiB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it('counts', () => {
    expect([count(0, 'object'), count(1, 'object'), count(2000, 'object'), count(2, 'entry', 'entries')]).toEqual(['0 objects', '1 object', '2,000 objects', '2 entries']);
  });

  it.each([[0, 10, 0], [9, 10, 90], [999, 1000, 99], [9999, 10000, 99], [10, 10, 100], [0, 0, 100], [11, 10, 100]])('%i of %i is %i per cent', (done, total, expected) => {
    expect(percent(done, total)).toBe(expected);
  });
});
