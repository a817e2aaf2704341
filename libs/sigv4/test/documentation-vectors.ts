import type { SignedRequest } from '../src/signed-request.js';

/** Requests and signatures as printed in Amazon S3's API reference, "Authenticating Requests (AWS Signature Version 4)". */
export interface DocumentedRequest {
  readonly why: string;
  readonly request: SignedRequest;
  /** As it goes over the wire. */
  readonly body: Buffer;
  readonly plain: Buffer;
  readonly trailers: readonly (readonly [string, string])[];
}

/** The key pair of AWS's own documentation. It opens nothing. */
export const documentedSecrets: ReadonlyMap<string, string> = new Map([['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']]);

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const none = Buffer.alloc(0);

function authorization(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`;
}

function inBucket(method: string, rawPath: string, rawQuery: string, headers: readonly string[]): SignedRequest {
  return { method, rawPath, rawQuery, rawHeaders: ['Host', 'examplebucket.s3.amazonaws.com', 'x-amz-date', '20130524T000000Z', ...headers] };
}

function chunk(bytes: Buffer, signature: string): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)};chunk-signature=${signature}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** 65 KiB of "a", in the three chunks of the documentation: 64 KiB, 1 KiB, none. */
function chunkedUpload(payloadHash: string, trailer: readonly string[], signedHeaders: string, seed: string): SignedRequest {
  return {
    method: 'PUT',
    rawPath: '/examplebucket/chunkObject.txt',
    rawQuery: '',
    rawHeaders: [
      ...['Host', 's3.amazonaws.com', 'x-amz-date', '20130524T000000Z', 'x-amz-storage-class', 'REDUCED_REDUNDANCY', 'x-amz-content-sha256', payloadHash],
      ...['Content-Encoding', 'aws-chunked', 'x-amz-decoded-content-length', '66560', ...trailer, 'Content-Length', '66824'],
      ...['Authorization', authorization(signedHeaders, seed)],
    ],
  };
}

const chunkObject = Buffer.alloc(66_560, 'a');

export const documentedRequests: readonly DocumentedRequest[] = [
  {
    why: 'GET Object with a Range: an empty payload has a hash too',
    request: inBucket('GET', '/test.txt', '', [
      ...['Range', 'bytes=0-9', 'x-amz-content-sha256', EMPTY_SHA256],
      ...['Authorization', authorization('host;range;x-amz-content-sha256;x-amz-date', 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')],
    ]),
    body: none,
    plain: none,
    trailers: [],
  },
  {
    why: 'PUT Object: a dollar sign in the key is sent bare and signed as %24, and the Date header is signed beside x-amz-date',
    request: inBucket('PUT', '/test$file.text', '', [
      ...['Date', 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class', 'REDUCED_REDUNDANCY'],
      ...['x-amz-content-sha256', '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072'],
      ...['Authorization', authorization('date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class', '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd')],
    ]),
    body: Buffer.from('Welcome to Amazon S3.'),
    plain: Buffer.from('Welcome to Amazon S3.'),
    trailers: [],
  },
  {
    why: 'GET Bucket Lifecycle: a parameter without a value is signed with an equals sign',
    request: inBucket('GET', '/', 'lifecycle', [
      ...['x-amz-content-sha256', EMPTY_SHA256],
      ...['Authorization', authorization('host;x-amz-content-sha256;x-amz-date', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543')],
    ]),
    body: none,
    plain: none,
    trailers: [],
  },
  {
    why: 'GET Bucket (List Objects): parameters are sorted',
    request: inBucket('GET', '/', 'prefix=J&max-keys=2', [
      ...['x-amz-content-sha256', EMPTY_SHA256],
      ...['Authorization', authorization('host;x-amz-content-sha256;x-amz-date', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7')],
    ]),
    body: none,
    plain: none,
    trailers: [],
  },
  {
    why: 'a presigned GET: no date header, an unsigned payload, a slash in the credential',
    request: {
      method: 'GET',
      rawPath: '/test.txt',
      rawQuery:
        'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z' +
        '&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
      rawHeaders: ['Host', 'examplebucket.s3.amazonaws.com'],
    },
    body: none,
    plain: none,
    trailers: [],
  },
  {
    why: 'a chunked upload: each chunk signed after the one before',
    request: chunkedUpload(
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      [],
      'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
      '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    ),
    body: Buffer.concat([
      chunk(chunkObject.subarray(0, 65_536), 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
      chunk(chunkObject.subarray(65_536), '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
      chunk(none, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
    ]),
    plain: chunkObject,
    trailers: [],
  },
  {
    why: 'a chunked upload with a trailer, which has a signature of its own',
    request: chunkedUpload(
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      ['x-amz-trailer', 'x-amz-checksum-crc32c'],
      'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
      '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
    ),
    body: Buffer.concat([
      chunk(chunkObject.subarray(0, 65_536), 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2'),
      chunk(chunkObject.subarray(65_536), '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7'),
      Buffer.from('0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n'),
      Buffer.from('x-amz-checksum-crc32c:sOO8/Q==\n\r\n'),
      Buffer.from('x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n'),
    ]),
    plain: chunkObject,
    trailers: [['x-amz-checksum-crc32c', 'sOO8/Q==']],
  },
];
