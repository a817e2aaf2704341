import { signHeaders } from '../test/peer.js';
import { put, refusal, verifier } from '../test/refusal.js';

import type { SignedRequest } from './signed-request.js';

describe('the stated payload', () => {
  const stated = async (value: string, headers: readonly (readonly [string, string])[] = []): Promise<SignedRequest> =>
    signHeaders({ ...put, headers: new Map([['x-amz-content-sha256', value], ...headers]) }, { service: 's3' });

  const modes: readonly { value: string; headers: readonly (readonly [string, string])[]; payload: object }[] = [
    { value: 'a'.repeat(64), headers: [], payload: { kind: 'signed', sha256: 'a'.repeat(64) } },
    { value: 'UNSIGNED-PAYLOAD', headers: [], payload: { kind: 'unsigned' } },
    {
      value: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      headers: [['x-amz-decoded-content-length', '12']],
      payload: { kind: 'chunked', signed: true, trailers: [], trailerSigned: false, decodedLength: 12 },
    },
    {
      value: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      headers: [['x-amz-decoded-content-length', '0'], ['x-amz-trailer', 'X-Amz-Checksum-Crc32']],
      payload: { kind: 'chunked', signed: true, trailers: ['x-amz-checksum-crc32'], trailerSigned: true, decodedLength: 0 },
    },
    {
      value: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      headers: [['x-amz-decoded-content-length', '5'], ['x-amz-trailer', 'a, b']],
      payload: { kind: 'chunked', signed: false, trailers: ['a', 'b'], trailerSigned: false, decodedLength: 5 },
    },
  ];

  it.each(modes)('$value is understood', async ({ value, headers, payload }) => {
    expect(verifier.verify(await stated(value, headers)).payload).toEqual(payload);
  });

  const streaming = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  const refused: readonly { why: string; value: string; headers: readonly (readonly [string, string])[]; code: string }[] = [
    { why: 'a hash that is too short', value: 'a'.repeat(63), headers: [], code: 'InvalidArgument' },
    { why: 'a hash in capitals', value: 'A'.repeat(64), headers: [], code: 'InvalidArgument' },
    { why: 'a mode that is not ours', value: 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD', headers: [], code: 'InvalidArgument' },
    { why: 'chunks of no stated length', value: streaming, headers: [], code: 'MissingContentLength' },
    { why: 'chunks of a length with a sign', value: streaming, headers: [['x-amz-decoded-content-length', '+5']], code: 'InvalidArgument' },
    { why: 'chunks of a length of 16 digits', value: streaming, headers: [['x-amz-decoded-content-length', '1'.repeat(16)]], code: 'InvalidArgument' },
    { why: 'a trailer named twice', value: streaming, headers: [['x-amz-decoded-content-length', '5'], ['x-amz-trailer', 'a,A']], code: 'InvalidRequest' },
    { why: 'nine trailers', value: streaming, headers: [['x-amz-decoded-content-length', '5'], ['x-amz-trailer', 'a,b,c,d,e,f,g,h,i']], code: 'InvalidRequest' },
    { why: 'a trailer without a name', value: streaming, headers: [['x-amz-decoded-content-length', '5'], ['x-amz-trailer', 'a,,b']], code: 'InvalidRequest' },
  ];

  it.each(refused)('is refused: $why', async ({ value, headers, code }) => {
    expect(refusal(await stated(value, headers)).code).toBe(code);
  });

  it('may name eight trailers', async () => {
    const request = await stated(streaming, [['x-amz-decoded-content-length', '5'], ['x-amz-trailer', 'a,b,c,d,e,f,g,h']]);
    expect(verifier.verify(request).payload).toMatchObject({ trailers: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] });
  });
});
