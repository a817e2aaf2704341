import { refusal } from '../test/refusal.js';

import { canonicalQuery, parseQuery, QUERY_PARAMETERS_MAX, queryValues } from './canonical-query.js';

describe('canonicalQuery', () => {
  const vectors: readonly { why: string; raw: string; canonical: string }[] = [
    { why: 'no query', raw: '', canonical: '' },
    { why: 'a name alone has an empty value', raw: 'acl', canonical: 'acl=' },
    { why: 'names are sorted by their bytes, capitals first', raw: 'b=1&B=2&a=3', canonical: 'B=2&a=3&b=1' },
    { why: 'a name is sorted before those it begins', raw: 'ab=1&a=2', canonical: 'a=2&ab=1' },
    { why: 'names are sorted as encoded: %7B before a', raw: 'a=1&{=2', canonical: '%7B=2&a=1' },
    { why: 'equal names are sorted by value', raw: 'a=2&a=10&a=1', canonical: 'a=1&a=10&a=2' },
    { why: 'a value may hold an equals sign', raw: 'a=b=c', canonical: 'a=b%3Dc' },
    { why: 'empty parameters are none', raw: '&a=1&&b=2&', canonical: 'a=1&b=2' },
    { why: 'a value without a name is kept', raw: '=x', canonical: '=x' },
    { why: 'a slash is encoded', raw: 'prefix=a/b', canonical: 'prefix=a%2Fb' },
    { why: 'a plus is a space', raw: 'prefix=a+b', canonical: 'prefix=a%20b' },
  ];

  it.each(vectors)('$why', ({ raw, canonical }) => {
    expect(canonicalQuery(parseQuery(raw))).toBe(canonical);
  });

  it('leaves out the parameter that is the signature, however its name is spelled', () => {
    expect(canonicalQuery(parseQuery('b=1&X-Amz-Signature=0&X%2DAmz%2DSignature=1&a=2'), 'X-Amz-Signature')).toBe('a=2&b=1');
  });
});

describe('queryValues', () => {
  it('gives every value of a name, decoded', () => {
    expect(queryValues(parseQuery('a=x%2Fy&b=1&a=z'), 'a')).toEqual(['x/y', 'z']);
    expect(queryValues(parseQuery('a=1'), 'A')).toEqual([]);
  });
});

describe('a query', () => {
  it('may have as many parameters as is allowed, and not one more', () => {
    const most = Array.from({ length: QUERY_PARAMETERS_MAX }, (_, index) => String(index)).join('&');
    expect(parseQuery(most)).toHaveLength(QUERY_PARAMETERS_MAX);
    expect(refusal({ method: 'GET', rawPath: '/', rawQuery: `${most}&x`, rawHeaders: [] }).code).toBe('InvalidRequest');
  });
});
