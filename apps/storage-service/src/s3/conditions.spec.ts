import { refusal, s3Request } from '../../test/s3-request.js';

import { checkConditions, parseConditions, parseWriteConditions } from './conditions.js';

const head = { etag: 'abc', modified: new Date('2026-03-01T10:00:00.700Z') };
const at = 'Sun, 01 Mar 2026 10:00:00 GMT';
const before = 'Sun, 01 Mar 2026 09:59:59 GMT';
const after = 'Sun, 01 Mar 2026 10:00:01 GMT';

function outcome(headers: Record<string, string>, prefix = ''): string {
  const conditions = parseConditions(s3Request({ headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [prefix + name, value])) }), prefix);
  if (conditions === undefined) return 'none';
  try {
    checkConditions(conditions, head);
    return 'ok';
  } catch (error) {
    const { code, details } = error as { code: string; details: Record<string, string> };
    return details['Condition'] === undefined ? code : `${code} ${details['Condition']}`;
  }
}

describe('the conditions of a read', () => {
  it.each([
    [{}, 'none'],
    [{ 'if-match': '"abc"' }, 'ok'],
    [{ 'if-match': 'abc' }, 'ok'],
    [{ 'if-match': '*' }, 'ok'],
    [{ 'if-match': '"x", "abc"' }, 'ok'],
    [{ 'if-match': '"x"' }, 'PreconditionFailed If-Match'],
    [{ 'if-none-match': '"x"' }, 'ok'],
    [{ 'if-none-match': '"abc"' }, 'NotModified'],
    [{ 'if-none-match': 'W/"abc"' }, 'NotModified'],
    [{ 'if-none-match': '*' }, 'NotModified'],
    [{ 'if-modified-since': before }, 'ok'],
    [{ 'if-modified-since': at }, 'NotModified'],
    [{ 'if-modified-since': after }, 'NotModified'],
    [{ 'if-unmodified-since': before }, 'PreconditionFailed If-Unmodified-Since'],
    [{ 'if-unmodified-since': at }, 'ok'],
    [{ 'if-modified-since': 'yesterday' }, 'ok'],
    [{ 'if-unmodified-since': '0' }, 'ok'],
  ])('%j is %s', (headers, expected) => {
    expect(outcome(headers)).toBe(expected);
  });

  it.each([
    ['a true If-Match silences If-Unmodified-Since', { 'if-match': '"abc"', 'if-unmodified-since': before }, 'ok'],
    ['a false one wins', { 'if-match': '"x"', 'if-unmodified-since': after }, 'PreconditionFailed If-Match'],
    ['If-None-Match silences If-Modified-Since', { 'if-none-match': '"x"', 'if-modified-since': after }, 'ok'],
    ['... either way', { 'if-none-match': '"abc"', 'if-modified-since': before }, 'NotModified'],
    ['a failed If-Match comes before a 304', { 'if-match': '"x"', 'if-none-match': '"abc"' }, 'PreconditionFailed If-Match'],
    ['both true', { 'if-match': '"abc"', 'if-modified-since': before }, 'ok'],
  ])('%s', (_, headers, expected) => {
    expect(outcome(headers)).toBe(expected);
  });

  it('has no 304 for the source of a copy', () => {
    expect(outcome({ 'if-none-match': '"abc"' }, 'x-amz-copy-source-')).toBe('PreconditionFailed x-amz-copy-source-If-None-Match');
    expect(outcome({ 'if-modified-since': after }, 'x-amz-copy-source-')).toBe('PreconditionFailed x-amz-copy-source-If-Modified-Since');
    expect(outcome({ 'if-match': '"abc"' }, 'x-amz-copy-source-')).toBe('ok');
  });
});

describe('the conditions of a write', () => {
  const admit = (headers: Record<string, string>) => parseWriteConditions(s3Request({ method: 'PUT', headers }));

  it('are none without headers', () => {
    expect(admit({})).toBeUndefined();
  });

  it('create but never replace with If-None-Match: *', () => {
    expect(() => admit({ 'if-none-match': '*' })?.(undefined)).not.toThrow();
    expect(refusal(() => admit({ 'if-none-match': '*' })?.({ etag: 'abc' }))).toMatchObject({ code: 'PreconditionFailed', details: { Condition: 'If-None-Match' } });
  });

  it('replace only the named one with If-Match', () => {
    expect(() => admit({ 'if-match': '"abc"' })?.({ etag: 'abc' })).not.toThrow();
    expect(refusal(() => admit({ 'if-match': '"abc"' })?.({ etag: 'x' }))).toMatchObject({ code: 'PreconditionFailed', details: { Condition: 'If-Match' } });
    expect(refusal(() => admit({ 'if-match': '"abc"' })?.(undefined)).code).toBe('NoSuchKey');
  });

  it.each([
    [{ 'if-none-match': '"abc"' }, 'If-None-Match'],
    [{ 'if-match': '*' }, 'If-Match'],
    [{ 'if-match': '"abc"', 'if-none-match': '*' }, 'If-Match,If-None-Match'],
  ])('%j is not implemented, as on AWS', (headers, name) => {
    expect(refusal(() => admit(headers))).toMatchObject({ code: 'NotImplemented', details: { Header: name } });
  });
});
