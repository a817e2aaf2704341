import { refusal, s3Request } from '../../test/s3-request.js';

import { parseMetadata, USER_METADATA_SIZE_MAX } from './metadata.js';

const parse = (headers: Record<string, string>) => parseMetadata(s3Request({ method: 'PUT', headers }));

describe('parseMetadata', () => {
  it('keeps the headers that describe the object, and no other', () => {
    const { headers } = parse({
      'content-type': 'text/plain', 'cache-control': 'no-store', 'content-disposition': 'inline', 'content-language': 'de', expires: 'never',
      'content-encoding': 'gzip', authorization: 'x', 'content-length': '3', accept: '*/*',
    });
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'text/plain', 'cache-control': 'no-store', 'content-disposition': 'inline', 'content-language': 'de', expires: 'never',
      'content-encoding': 'gzip',
    });
  });

  it('gives what has no type the type that S3 gives it', () => {
    expect(parse({}).headers.get('content-type')).toBe('binary/octet-stream');
  });

  it.each([
    ['aws-chunked', undefined],
    ['aws-chunked,gzip', 'gzip'],
    ['gzip, aws-chunked', 'gzip'],
    ['br, gzip', 'br, gzip'],
  ])('keeps of Content-Encoding %j what is not about the journey: %j', (value, kept) => {
    expect(parse({ 'content-encoding': value }).headers.get('content-encoding')).toBe(kept);
  });

  it('keeps user metadata under names without prefix, however they are called', () => {
    const { user } = parse({ 'x-amz-meta-color': 'blue', 'x-amz-meta-__proto__': 'p', 'x-amz-meta-': 'empty', 'x-amz-metadata': 'no' });
    expect([...user]).toEqual([['color', 'blue'], ['__proto__', 'p'], ['', 'empty']]);
  });

  it('takes 2 KiB of names and values, and not a byte more', () => {
    const value = 'v'.repeat(USER_METADATA_SIZE_MAX - 'name'.length);
    expect(parse({ 'x-amz-meta-name': value }).user.get('name')).toBe(value);
    expect(refusal(() => parse({ 'x-amz-meta-name': `${value}v` }))).toEqual({
      code: 'MetadataTooLarge', message: 'Your metadata headers exceed the maximum allowed metadata size', details: { Size: '2049', MaxSizeAllowed: '2048' },
    });
  });
});
