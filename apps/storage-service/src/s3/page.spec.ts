import { refusal, s3Request } from '../../test/s3-request.js';

import { PAGE_SIZE_MAX, parseEncodingType, parseNumberMarker, parsePageSize, parseSmallInteger } from './page.js';

const request = (query: string) => s3Request({ url: `/notes?${query}` });

describe('parsePageSize', () => {
  it.each([
    ['', PAGE_SIZE_MAX],
    ['max-keys=', PAGE_SIZE_MAX],
    ['max-keys=0', 0],
    ['max-keys=1', 1],
    ['max-keys=1000', 1_000],
    ['max-keys=1001', 1_000],
    ['max-keys=2147483647', 1_000],
  ])('%j is %i', (query, size) => {
    expect(parsePageSize(request(query), 'max-keys')).toBe(size);
  });

  it.each(['-1', '2147483648', 'ten', '1.5', '1e3', ' 1'])('refuses %s', (text) => {
    expect(refusal(() => parsePageSize(request(`max-keys=${encodeURIComponent(text)}`), 'max-keys'))).toEqual({
      code: 'InvalidArgument', message: 'Provided max-keys not an integer or within integer range', details: { ArgumentName: 'max-keys', ArgumentValue: text },
    });
  });
});

describe('other numbers of a listing', () => {
  it('begin at 0', () => {
    expect(parseNumberMarker(request(''), 'part-number-marker')).toBe(0);
    expect(parseNumberMarker(request('part-number-marker=7'), 'part-number-marker')).toBe(7);
  });

  it('may have limits', () => {
    expect(parseSmallInteger(request(''), 'max-buckets', 1, 10)).toBeUndefined();
    expect(parseSmallInteger(request('max-buckets=10'), 'max-buckets', 1, 10)).toBe(10);
    expect(refusal(() => parseSmallInteger(request('max-buckets=0'), 'max-buckets', 1, 10)).code).toBe('InvalidArgument');
    expect(refusal(() => parseSmallInteger(request('max-buckets=11'), 'max-buckets', 1, 10)).code).toBe('InvalidArgument');
  });
});

describe('parseEncodingType', () => {
  it('is plain or url', () => {
    expect(parseEncodingType(request('')).encode('a b')).toBe('a b');
    expect(parseEncodingType(request('encoding-type=url')).encode('a b')).toBe('a%20b');
    expect(refusal(() => parseEncodingType(request('encoding-type=base64')))).toMatchObject({ code: 'InvalidArgument', message: 'Invalid Encoding Method specified in Request' });
  });
});
