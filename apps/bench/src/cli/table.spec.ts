import { comparedRow, plainRow } from '../stats/row.js';
import { figure, table } from './table.js';

describe('table', () => {
  const put = comparedRow({ name: 'put', unit: 'requests/s', target: { bound: 'at least', value: 0.6 } }, [{ control: 10_000, ours: 5_000 }], 'p99 9 ms');
  const memory = plainRow({ name: 'memory', unit: 'MiB', target: { bound: 'at most', value: 200 } }, [123.4]);
  const sealing = plainRow({ name: 'seal', unit: 'us' }, [5.678]);
  const lines = table([put, memory, sealing]).split('\n');

  it('shows value, control, ratio and whether the target was met', () => {
    expect(lines[1]).toMatch(/^put +5,000 requests\/s \(5,000-5,000\) +10,000 +0\.50 \(0\.50-0\.50\) +at least 0\.6 +MISSED$/);
  });

  it('has a dash for what a row does not have', () => {
    expect(lines[2]).toMatch(/^memory +123 MiB \(123-123\) +- +- +at most 200 +met$/);
    expect(lines[3]).toMatch(/^seal +5\.68 us \(5\.68-5\.68\) +- +- +-$/);
  });

  it('lines its columns up', () => {
    expect(lines[1]?.indexOf('10,000')).toBe(lines[0]?.indexOf('control'));
  });

  it('ends with the notes and the count of what was missed', () => {
    expect(lines.slice(4)).toEqual(['', 'put: p99 9 ms', '1 of 2 targets met, 1 missed']);
  });

  it('says so when no target was judged', () => {
    expect(table([{ ...memory, met: null }]).split('\n').at(-1)).toBe('no target was judged');
  });
});

describe('figure', () => {
  it.each([
    [1_234_567.8, '1,234,568'],
    [100, '100'],
    [99.96, '100'],
    [12.345, '12.3'],
    [0.012345, '0.0123'],
    [0, '0'],
  ])('prints %d as %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});
