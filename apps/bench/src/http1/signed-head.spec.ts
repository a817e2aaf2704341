import { headSigner } from './signed-head.js';

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', region: 'us-east-1' };
const sign = headSigner(credentials, new Date('2013-05-24T00:00:00.000Z'));
const get = { method: 'GET', host: 'examplebucket.s3.amazonaws.com', headers: [], bodyBytes: 0 } as const;

function headersOf(head: string): Map<string, string> {
  const lines = head.split('\r\n').slice(1, -2);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
}

describe('headSigner', () => {
  it('writes a head that ends in an empty line and tells the body length', () => {
    const head = sign({ ...get, method: 'PUT', target: '/bench/a', bodyBytes: 4096 });
    expect(head.startsWith('PUT /bench/a HTTP/1.1\r\n')).toBe(true);
    expect(head.endsWith('\r\n\r\n')).toBe(true);
    expect(headersOf(head).get('content-length')).toBe('4096');
  });

  it('signs with the time, region and key it was made for', () => {
    const headers = headersOf(sign({ ...get, target: '/a' }));
    expect(headers.get('x-amz-date')).toBe('20130524T000000Z');
    expect(headers.get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
  });

  it('signs further headers in order of their names', () => {
    const head = sign({ ...get, target: '/a', headers: [['x-amz-server-side-encryption', 'aws:kms'], ['range', 'bytes=0-9']] });
    expect(headersOf(head).get('authorization')).toContain('SignedHeaders=host;range;x-amz-content-sha256;x-amz-date;x-amz-server-side-encryption,');
  });

  it.each([
    { why: 'another target', change: { target: '/b' } },
    { why: 'a query', change: { target: '/a?list-type=2' } },
    { why: 'another method', change: { method: 'PUT' as const } },
    { why: 'another host', change: { host: 'localhost:9000' } },
    { why: 'a further header', change: { headers: [['range', 'bytes=0-9']] as const } },
  ])('gives $why another signature', ({ change }) => {
    const signature = (head: string) => headersOf(head).get('authorization')?.split('Signature=')[1];
    expect(signature(sign({ ...get, target: '/a', ...change }))).not.toBe(signature(sign({ ...get, target: '/a' })));
  });
});
