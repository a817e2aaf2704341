import { refusal } from '../../test/s3-request.js';

import { parseQuery, QUERY_PARAMETERS_MAX } from './query.js';

describe('parseQuery', () => {
  it.each([
    ['nothing', '', []],
    ['a name without a value', 'acl', [['acl', '']]],
    ['an empty value', 'acl=', [['acl', '']]],
    ['escapes in both', 'a%20b=c%2Fd', [['a b', 'c/d']]],
    ['a plus is a space', 'prefix=a+b', [['prefix', 'a b']]],
    ['an escaped plus is a plus', 'prefix=a%2Bb', [['prefix', 'a+b']]],
    ['equals signs in the value', 'a=b=c', [['a', 'b=c']]],
    ['empty pairs', '&&a=1&', [['a', '1']]],
    ['the first of two', 'a=1&a=2', [['a', '1']]],
    ['names of object members are names', '__proto__=1&constructor=2', [['__proto__', '1'], ['constructor', '2']]],
  ])('%s', (_, text, pairs) => {
    expect([...parseQuery(text)]).toEqual(pairs);
  });

  it.each(['a=%', 'a=%f', 'a=%ff', '%zz=1'])('refuses %s', (text) => {
    expect(refusal(() => parseQuery(text)).code).toBe('InvalidURI');
  });

  it('takes as many parameters as there may be and not one more', () => {
    const pairs = (count: number): string => Array.from({ length: count }, (__, i) => `p${i}=1`).join('&');
    expect(parseQuery(pairs(QUERY_PARAMETERS_MAX)).size).toBe(QUERY_PARAMETERS_MAX);
    expect(refusal(() => parseQuery(pairs(QUERY_PARAMETERS_MAX + 1))).code).toBe('InvalidURI');
  });
});
