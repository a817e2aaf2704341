import { compareClocks, SKEW_SECONDS_MAX } from './clock.js';
import type { HttpAnswer } from './http-answer.js';

const at = new Date('2026-01-02T03:04:05Z');
const answer = (seconds?: number): HttpAnswer => ({ status: 403, headers: seconds === undefined ? {} : { date: new Date(at.getTime() + seconds * 1_000).toUTCString() }, text: '', at });
const compare = (...seconds: readonly (number | undefined)[]) => compareClocks(new Map(seconds.map((skew, index) => [`service ${String(index)}`, answer(skew)])));

describe('clocks', () => {
  it.each([
    [[0], 'this clock and theirs agree'], [[1, -1], 'this clock and theirs agree'], [[0, 70], 'the clock of service 1 is 70 s ahead of this one'],
    [[-SKEW_SECONDS_MAX], 'the clock of service 0 is 900 s behind this one'], [[undefined, 5], 'the clock of service 1 is 5 s ahead of this one'],
  ])('%j is fine: %s', (seconds, told) => {
    expect(compare(...seconds).detail).toBe(told);
  });

  it('fail past the limit of signatures', () => {
    expect(() => compare(0, SKEW_SECONDS_MAX + 1)).toThrow('the clock of service 1 is 901 s ahead of this one; more than 900 s is RequestTimeTooSkewed');
    expect(() => compare(-SKEW_SECONDS_MAX - 1)).toThrow('901 s behind');
  });

  it('are not compared where nobody tells the time', () => {
    expect(() => compare()).toThrow('nobody told the time');
    expect(() => compare(undefined)).toThrow('nobody told the time');
  });
});
