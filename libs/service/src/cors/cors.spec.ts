import { Cors } from './cors.js';
import { originList } from './origin-list.js';
import { isAllowedRequestHeader } from './request-headers.js';

const ORIGIN = 'http://localhost:9001';

describe('Cors.headersFor', () => {
  const cors = new Cors({ origins: [ORIGIN], methods: ['GET'] });

  it('says nothing where no page asks, or none is allowed', () => {
    expect(cors.headersFor(undefined, ['ETag'])).toEqual([]);
    expect(new Cors({ origins: [], methods: ['GET'] }).headersFor(ORIGIN, ['ETag'])).toEqual([]);
  });

  it.each(['http://localhost:9002', 'https://localhost:9001', 'http://LOCALHOST:9001', 'http://localhost:9001.evil.example', 'null', '*', ''])('tells %j nothing but that answers differ', (origin) => {
    expect(cors.headersFor(origin, ['ETag'])).toEqual(['Vary', 'Origin']);
  });

  it('lets an allowed origin read the headers that the answer has, and no others', () => {
    expect(cors.headersFor(ORIGIN, ['Content-Type', 'ETag', 'x-amz-meta-Mine', 'X-Amzn-RequestId', 'Server', 'Connection', 'Set-Cookie', 'etag'])).toEqual([
      'Vary', 'Origin', 'Access-Control-Allow-Origin', ORIGIN, 'Access-Control-Expose-Headers', 'content-type, etag, x-amz-meta-mine, x-amzn-requestid',
    ]);
  });

  it('takes an origin that becomes known later', () => {
    const late = new Cors({ origins: [], methods: ['GET'] });
    late.allow(ORIGIN);
    expect(late.headersFor(ORIGIN, [])).toContain(ORIGIN);
  });
});

describe('isAllowedRequestHeader', () => {
  it.each(['authorization', 'x-amz-date', 'x-amz-meta-a.b_c', 'amz-sdk-invocation-id', 'x-amz-target', 'content-md5', 'range', 'if-none-match', 'traceparent'])('allows %s', (name) => {
    expect(isAllowedRequestHeader(name)).toBe(true);
  });

  it.each(['*', 'cookie', 'x-forwarded-for', 'host', 'x-amz-', 'x-amz-a b', 'Authorization', `x-amz-${'a'.repeat(241)}`, ''])('does not allow %j', (name) => {
    expect(isAllowedRequestHeader(name)).toBe(false);
  });
});

describe('originList', () => {
  it('takes exact origins, once each, and none for nothing', () => {
    expect(originList.parse(`${ORIGIN}, https://console.example.com,${ORIGIN}`)).toEqual([ORIGIN, 'https://console.example.com']);
    expect(originList.parse('')).toEqual([]);
    expect(originList.parse('http://[::1]:9001')).toEqual(['http://[::1]:9001']);
  });

  it.each(['*', 'null', 'localhost:9001', 'http://localhost:9001/', 'http://Localhost:9001', 'http://a b', 'https://a:443', 'ftp://a', 'http://u@a'])('refuses %j', (text) => {
    expect(originList.safeParse(text).success).toBe(false);
  });

  it('takes 16 and not 17', () => {
    const many = (count: number): string => Array.from({ length: count }, (_, at) => `http://h${String(at)}`).join(',');
    expect(originList.parse(many(16))).toHaveLength(16);
    expect(originList.safeParse(many(17)).success).toBe(false);
  });
});
