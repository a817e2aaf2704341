import { bucketNameMistake } from './bucket-name.js';

describe('the name of a bucket', () => {
  it.each(['abc', 'a'.repeat(63), 'a.b-c', '1-2', '1.2.3'])('may be %s', (name) => {
    expect(bucketNameMistake(name)).toBeUndefined();
  });

  it.each([
    ['ab', '3 to 63'], ['a'.repeat(64), '3 to 63'], ['Abc', 'small letters'], ['a_b', 'small letters'], ['äbc', 'small letters'],
    ['-ab', 'begins and ends'], ['ab.', 'begins and ends'], ['a..b', 'two dots'], ['1.2.3.4', 'IP address'],
  ])('may not be %s', (name, mistake) => {
    expect(bucketNameMistake(name)).toContain(mistake);
  });
});
