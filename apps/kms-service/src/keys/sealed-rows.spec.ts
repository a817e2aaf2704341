import { Secret } from '@coffer/crypto';
import { SealedRowError, SealedRows } from './sealed-rows.js';

describe('SealedRows', () => {
  const content = Buffer.from('what a row says');
  const lab = () => {
    let refused = 0;
    const rows = new SealedRows(Secret.copyOf(Buffer.alloc(32, 7)), () => { refused += 1; });
    const kept = Buffer.from(rows.change('key', 'a', null, content).value ?? []);
    return { rows, kept, refused: () => refused };
  };

  it('open what they sealed, and tell nobody', () => {
    const { rows, kept, refused } = lab();
    expect(rows.open('key', 'a', kept)).toEqual(content);
    expect(refused()).toBe(0);
  });

  it.each([
    ['is of another version', (kept: Buffer) => Buffer.concat([Buffer.of(2), kept.subarray(1)]), 'a'],
    ['has a changed byte', (kept: Buffer) => Buffer.concat([kept.subarray(0, -1), Buffer.of((kept.at(-1) ?? 0) ^ 1)]), 'a'],
    ['is cut short', (kept: Buffer) => kept.subarray(0, -1), 'a'],
    ['was moved', (kept: Buffer) => kept, 'b'],
  ])('refuse a row that %s, and tell whoever counts', (_, change, id) => {
    const { rows, kept, refused } = lab();
    expect(() => rows.open('key', id, change(kept))).toThrow(SealedRowError);
    expect(refused()).toBe(1);
  });
});
