import { join } from 'node:path';
import { vectors } from '@coffer/testing';
import { decodeGroupRow, hashAt, placeRow, rowOf } from './group-row.js';
import { recordFaults } from './record-faults.js';

interface Vector {
  readonly why: string;
  readonly row: string;
  readonly place: { readonly previous: string; readonly writer: string; readonly sequence: number };
  readonly lines: readonly string[];
  readonly holds: boolean;
}

const rows = vectors<Vector>(join(import.meta.dirname, '../vectors/groups.json'));
const placeOf = ({ place }: Vector) => ({ ...place, previous: Buffer.from(place.previous, 'hex') });

describe('a group as it is kept', () => {
  it.each(rows)('$why', (vector) => {
    const group = decodeGroupRow(Buffer.from(vector.row, 'hex'));
    expect(group.lines).toEqual(vector.lines);
    expect(recordFaults(group)).toEqual([]);
    expect(hashAt(group, placeOf(vector)).equals(group.hash)).toBe(vector.holds);
  });

  it.each(rows.filter(({ holds, row }) => holds && row.startsWith('02')))('is written as read: $why', (vector) => {
    const group = decodeGroupRow(Buffer.from(vector.row, 'hex'));
    const row = rowOf(group.lines.map((line) => Buffer.from(line)), group.written.getTime());
    expect(placeRow(row, placeOf(vector))).toEqual(group.hash);
    expect(row.toString('hex')).toBe(vector.row);
  });

  it('is refused in a version that is not known, and read in any length', () => {
    const [{ row } = { row: '' }] = rows;
    const bytes = Buffer.from(row, 'hex');
    expect(() => decodeGroupRow(Buffer.concat([Buffer.of(3), bytes.subarray(1)]))).toThrow(RangeError);
    expect(() => decodeGroupRow(Buffer.alloc(0))).toThrow(RangeError);
    for (let size = 43; size < bytes.length; size += 1) expect(recordFaults(decodeGroupRow(bytes.subarray(0, size)))).not.toEqual([]);
  });

  it('shows a flip of any byte, in a record or in the group', () => {
    const vector = rows[0]!;
    const whole = Buffer.from(vector.row, 'hex');
    for (let at = 1; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const group = decodeGroupRow(bytes);
      const isFound = recordFaults(group).length > 0 || !hashAt(group, placeOf(vector)).equals(group.hash);
      expect([at, isFound]).toEqual([at, true]);
    }
  });
});
