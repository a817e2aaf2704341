import { manualClock } from '@coffer/testing';
import { AscendingIds } from './ascending-ids.js';
import { BODY_ID_LENGTH, bodyId, isBodyId } from './body-id.js';

describe('AscendingIds', () => {
  it('ascends within a millisecond, over milliseconds, and when the clock steps back', () => {
    let time = 1000;
    const ids = new AscendingIds(() => time);
    const made = Array.from({ length: 3000 }, (_, i) => {
      if (i % 700 === 0) time += 1;
      if (i === 2000) time -= 500;
      return ids.next();
    });
    expect(made.every((id, i) => i === 0 || Buffer.compare(made[i - 1] ?? id, id) < 0)).toBe(true);
  });

  it('follows a floor that another run set with a clock that was ahead, and goes on from there', () => {
    const ids = new AscendingIds(() => 5);
    const floor = new AscendingIds(() => 9).next();
    const made = [floor, ids.next(floor), ids.next(), ids.next(floor)];
    expect(made.every((id, i) => i === 0 || Buffer.compare(made[i - 1] ?? id, id) < 0)).toBe(true);
    expect(made[1]?.readUIntBE(0, 6)).toBe(10);
    expect(ids.next(Buffer.alloc(16)).readUIntBE(0, 6)).toBe(10);
  });

  it('begins with the time', () => {
    const clock = manualClock('2026-01-02T03:04:05.678Z');
    expect(new AscendingIds(clock.now).next().readUIntBE(0, 6)).toBe(clock.now());
  });

  it('differs between makers of the same millisecond', () => {
    const makers = Array.from({ length: 100 }, () => new AscendingIds(() => 5).next().toString('hex'));
    expect(new Set(makers).size).toBe(100);
  });

  it('gives a buffer of its own each time', () => {
    const ids = new AscendingIds();
    const first = ids.next();
    const copy = Buffer.from(first);
    ids.next();
    expect(first).toEqual(copy);
  });
});

describe('bodyId', () => {
  it.each([
    ['all zeros', '00'.repeat(16), '0'.repeat(26)],
    ['all ones, where the first character holds three bits', 'ff'.repeat(16), `7${'Z'.repeat(25)}`],
    ['the last bit', `${'00'.repeat(15)}01`, `${'0'.repeat(25)}1`],
    ['a known ULID', '01563e3ab5d3d6764c61efb99302bd5b', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ])('writes %s', (_, hex, text) => {
    expect(bodyId(Buffer.from(hex, 'hex'))).toBe(text);
    expect(isBodyId(text)).toBe(true);
    expect(text).toHaveLength(BODY_ID_LENGTH);
  });

  it('sorts as its bytes do', () => {
    const ids = Array.from({ length: 200 }, (_, i) => Buffer.alloc(16, (i * 89) % 256));
    const byBytes = ids.toSorted((a, b) => Buffer.compare(a, b)).map(bodyId);
    expect(ids.map(bodyId).toSorted()).toEqual(byBytes);
  });

  it.each(['', '0'.repeat(25), '0'.repeat(27), `8${'0'.repeat(25)}`, `0${'I'.repeat(25)}`, 'a'.repeat(26), `../${'0'.repeat(23)}`])('is not %j', (text) => {
    expect(isBodyId(text)).toBe(false);
  });
});
