import { canonicalHeaders } from './canonical-headers.js';

describe('canonicalHeaders', () => {
  const vectors: readonly { why: string; raw: readonly string[]; name: string; value: string }[] = [
    { why: 'names are folded', raw: ['X-AMZ-Date', 'd'], name: 'x-amz-date', value: 'd' },
    { why: 'values are not', raw: ['a', 'VALUE'], name: 'a', value: 'VALUE' },
    { why: 'spaces and tabs around a value go', raw: ['a', ' \tv\t '], name: 'a', value: 'v' },
    { why: 'runs of spaces become one', raw: ['a', 'x   y  z'], name: 'a', value: 'x y z' },
    { why: 'a value of blanks is empty', raw: ['a', '   '], name: 'a', value: '' },
    { why: 'the last byte of "à" is no blank, though as a character it is', raw: ['a', '\u00c3\u00a0'], name: 'a', value: '\u00c3\u00a0' },
    { why: 'a repeated header is joined in the order sent', raw: ['a', '2', 'b', '', 'A', ' 1 '], name: 'a', value: '2,1' },
    { why: 'an empty value counts when it is repeated', raw: ['a', '', 'a', ''], name: 'a', value: ',' },
    { why: 'a name like a member of objects is a name', raw: ['__proto__', 'x'], name: '__proto__', value: 'x' },
    { why: 'a name without a value is none', raw: ['a', '1', 'a'], name: 'a', value: '1' },
  ];

  it.each(vectors)('$why', ({ raw, name, value }) => {
    expect(canonicalHeaders(raw).get(name)).toBe(value);
  });
});
