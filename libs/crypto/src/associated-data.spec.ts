import { join } from 'node:path';
import { vectors } from '@coffer/testing';
import fc from 'fast-check';
import { hex } from '../test/bodies.js';
import { refusal } from '../test/refusal.js';
import { associatedData, ASSOCIATED_DATA_SIZE_MAX } from './index.js';

const rows = vectors<{ why: string; label: string; fields: string[]; bytes: string }>(join(import.meta.dirname, '../vectors/associated-data.json'));

describe('associatedData', () => {
  it.each(rows)('$why', ({ label, fields, bytes }) => {
    expect(Buffer.from(associatedData(label, ...fields.map(hex))).toString('hex')).toBe(bytes);
  });

  it('gives no two lists the same bytes', () => {
    const list = fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 3 }));
    fc.assert(fc.property(list, list, ([labelA, a], [labelB, b]) => {
      const alike = labelA === labelB && a.length === b.length && a.every((field, i) => Buffer.compare(field, b[i] ?? field) === 0);
      expect(Buffer.compare(associatedData(labelA, ...a), associatedData(labelB, ...b)) === 0).toBe(alike);
    }));
  });

  it('refuses a label that is empty or has no UTF-8', () => {
    expect(() => associatedData('')).toThrow(refusal('bad_parameter'));
    expect(() => associatedData('\ud800')).toThrow(refusal('bad_parameter'));
  });

  it('has bytes up to its limit and not one more', () => {
    const room = ASSOCIATED_DATA_SIZE_MAX - 4 - 1 - 4;
    expect(associatedData('a', new Uint8Array(room))).toHaveLength(ASSOCIATED_DATA_SIZE_MAX);
    expect(() => associatedData('a', new Uint8Array(room + 1))).toThrow(refusal('bad_parameter'));
  });
});
