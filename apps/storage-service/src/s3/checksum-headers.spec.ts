import { refusal, s3Request } from '../../test/s3-request.js';

import { parseAlgorithm, parseExpectations, pushChecksum, sentChecksum } from './checksum-headers.js';

const CRC32 = Buffer.alloc(4, 1).toString('base64');
const SHA256 = Buffer.alloc(32, 1).toString('base64');
const MD5 = Buffer.alloc(16, 1).toString('base64');
const parse = (headers: Record<string, string>, trailers = new Map<string, string>()) => parseExpectations(s3Request({ method: 'PUT', headers }), () => trailers);

describe('parseExpectations', () => {
  it('expects nothing where nothing was sent', () => {
    expect(parse({})).toEqual({});
  });

  it('expects the MD5 that was sent', () => {
    expect(parse({ 'content-md5': MD5 }).contentMd5).toEqual(Buffer.alloc(16, 1));
  });

  it.each([
    ['crc32', CRC32, 'CRC32'], ['crc32c', CRC32, 'CRC32C'], ['crc64nvme', Buffer.alloc(8).toString('base64'), 'CRC64NVME'],
    ['sha1', Buffer.alloc(20).toString('base64'), 'SHA1'], ['sha256', SHA256, 'SHA256'],
  ])('expects x-amz-checksum-%s', (name, value, algorithm) => {
    const { checksum } = parse({ [`x-amz-checksum-${name}`]: value, 'x-amz-sdk-checksum-algorithm': algorithm });
    expect(checksum?.algorithm).toBe(algorithm);
    expect(checksum?.expected()).toBe(value);
  });

  it('expects a trailer, whose value comes after the body', () => {
    const trailers = new Map<string, string>();
    const { checksum } = parse({ 'x-amz-trailer': 'x-amz-checksum-crc32', 'x-amz-sdk-checksum-algorithm': 'CRC32' }, trailers);
    expect(checksum?.algorithm).toBe('CRC32');
    expect(refusal(() => checksum?.expected()).code).toBe('MalformedTrailerError');
    trailers.set('x-amz-checksum-crc32', CRC32);
    expect(checksum?.expected()).toBe(CRC32);
    trailers.set('x-amz-checksum-crc32', 'AA==');
    expect(refusal(() => checksum?.expected())).toMatchObject({ code: 'InvalidRequest', message: 'Value for x-amz-checksum-crc32 header is invalid.' });
  });

  it.each([
    ['an MD5 that is none', { 'content-md5': 'abc' }, 'InvalidDigest', 'The Content-MD5 you specified was invalid.'],
    ['an MD5 in hex', { 'content-md5': 'd41d8cd98f00b204e9800998ecf8427e' }, 'InvalidDigest', 'The Content-MD5 you specified was invalid.'],
    ['two checksums', { 'x-amz-checksum-crc32': CRC32, 'x-amz-checksum-sha256': SHA256 }, 'InvalidRequest', 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.'],
    ['a header and a trailer', { 'x-amz-checksum-crc32': CRC32, 'x-amz-trailer': 'x-amz-checksum-crc32' }, 'InvalidRequest', 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.'],
    ['a checksum of another size', { 'x-amz-checksum-sha256': CRC32 }, 'InvalidRequest', 'Value for x-amz-checksum-sha256 header is invalid.'],
    ['a checksum that is no base64', { 'x-amz-checksum-crc32': '!!!!!!==' }, 'InvalidRequest', 'Value for x-amz-checksum-crc32 header is invalid.'],
    ['an unknown trailer', { 'x-amz-trailer': 'x-amz-checksum-md4' }, 'InvalidRequest', 'The value specified in the x-amz-trailer header is not supported'],
    ['an algorithm and nothing of it', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 'InvalidRequest', 'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.'],
    ['an algorithm and another', { 'x-amz-sdk-checksum-algorithm': 'SHA1', 'x-amz-checksum-crc32': CRC32 }, 'InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.'],
  ])('refuses %s', (_, headers, code, message) => {
    expect(refusal(() => parse(headers as unknown as Record<string, string>))).toMatchObject({ code, message });
  });
});

describe('other checksum headers', () => {
  it('name an algorithm in any case, or are refused', () => {
    const request = (value: string) => s3Request({ headers: { 'x-amz-checksum-algorithm': value } });
    expect(parseAlgorithm(request('crc64nvme'), 'x-amz-checksum-algorithm')).toBe('CRC64NVME');
    expect(refusal(() => parseAlgorithm(request('MD4'), 'x-amz-checksum-algorithm'))).toEqual({
      code: 'InvalidRequest', details: {},
      message: 'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    });
  });

  it('are not mistaken for values where they carry none', () => {
    expect(sentChecksum(s3Request({ headers: { 'x-amz-checksum-algorithm': 'CRC32', 'x-amz-checksum-mode': 'ENABLED', 'x-amz-checksum-type': 'COMPOSITE' } }))).toBeUndefined();
  });

  it('go back with their type', () => {
    const headers: string[] = [];
    pushChecksum(headers, { algorithm: 'CRC32C', value: 'AAAAAA==-2', type: 'COMPOSITE' });
    expect(headers).toEqual(['x-amz-checksum-crc32c', 'AAAAAA==-2', 'x-amz-checksum-type', 'COMPOSITE']);
  });
});
