import { rotationsText, rotationText } from './rotation.js';

const day = new Date(2027, 2, 3, 12);

describe('how a key rotates', () => {
  it.each([
    [{}, 'only when asked for'],
    [{ everyDays: 90 }, 'every 90 days'],
    [{ everyDays: 365, next: day }, 'every 365 days, next on 3 March 2027'],
  ])('%j is said as: %s', (rotation, text) => {
    expect(rotationText(rotation)).toBe(text);
  });

  it.each([
    [{ times: 0 }, 'not rotated yet'],
    [{ times: 1, last: day }, 'once so far, last on 3 March 2027'],
    [{ times: 2, last: day }, 'twice so far, last on 3 March 2027'],
    [{ times: 12, last: day }, '12 times so far, last on 3 March 2027'],
  ])('%j was: %s', (rotations, text) => {
    expect(rotationsText(rotations)).toBe(text);
  });
});
