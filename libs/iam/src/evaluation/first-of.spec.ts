import { firstOf } from './first-of.js';

describe('firstOf', () => {
  const own = (name: string) => (name === 'a' ? 'own' : undefined);
  const other = (name: string) => new Map<string, string | string[]>([['a', 'other'], ['b', []], ['c', '']]).get(name);

  it.each([
    ['a', 'own', 'the first that knows a key says its value'],
    ['b', [], 'an empty list is a value'],
    ['c', '', 'an empty text is one'],
    ['d', undefined, 'a key that nobody knows'],
  ])('%s: %j (%s)', (name, expected, _) => {
    expect(firstOf(own, other)(name)).toEqual(expected);
  });

  it('knows nothing of no contexts', () => {
    expect(firstOf()('a')).toBeUndefined();
  });
});
