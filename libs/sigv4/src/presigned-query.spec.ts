import { accessKeyId, presign, region, type Unsigned } from '../test/peer.js';
import { adding, after, refusal, verifier, verifierWith } from '../test/refusal.js';

import type { SignedRequest } from './signed-request.js';
import { PRESIGN_SECONDS_MAX, SKEW_SECONDS_MAX } from './verifier.js';

describe('a presigned request', () => {
  const get: Unsigned = { method: 'GET', path: '/bucket/key', query: new Map(), headers: new Map([['x-amz-content-sha256', 'UNSIGNED-PAYLOAD']]) };
  let signed: SignedRequest;
  beforeAll(async () => {
    signed = await presign(get, { service: 's3', expiresIn: 600 });
  });

  function replacing(pattern: RegExp | string, replacement: string): SignedRequest {
    const rawQuery = signed.rawQuery.replace(pattern, replacement);
    expect(rawQuery).not.toBe(signed.rawQuery);
    return { ...signed, rawQuery };
  }

  it('tells its form and its payload', () => {
    expect(verifier.verify(signed)).toMatchObject({ accessKeyId, form: 'query', payload: { kind: 'unsigned' } });
  });

  it('may have its parameters in any order', () => {
    const rawQuery = signed.rawQuery.split('&').reverse().join('&');
    expect(verifier.verify({ ...signed, rawQuery }).accessKeyId).toBe(accessKeyId);
  });

  it('is believed until it expires, and not a second longer', () => {
    expect(verifierWith({ now: after(600) }).verify(signed).accessKeyId).toBe(accessKeyId);
    expect(refusal(signed, verifierWith({ now: after(601) }))).toMatchObject({ code: 'AccessDenied', message: 'Request has expired', details: { 'X-Amz-Expires': '600', Expires: '2026-01-02T03:14:05.000Z' } });
  });

  it('is believed as far in the future as clocks may differ', () => {
    expect(verifierWith({ now: after(-SKEW_SECONDS_MAX) }).verify(signed).accessKeyId).toBe(accessKeyId);
    expect(refusal(signed, verifierWith({ now: after(-SKEW_SECONDS_MAX - 1) }))).toMatchObject({ code: 'AccessDenied', message: 'Request is not valid yet' });
  });

  it('may hold a week and no longer', async () => {
    const week = await presign(get, { service: 's3', expiresIn: PRESIGN_SECONDS_MAX });
    expect(verifierWith({ now: after(PRESIGN_SECONDS_MAX) }).verify(week).accessKeyId).toBe(accessKeyId);
    expect(refusal({ ...week, rawQuery: week.rawQuery.replace('X-Amz-Expires=604800', 'X-Amz-Expires=604801') }).code).toBe('AuthorizationQueryParametersError');
  });

  it.each(['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature'])('is refused without %s, with it empty, or with it twice', (name) => {
    const [pair = ''] = new RegExp(`${name}=[^&]*`).exec(signed.rawQuery) ?? [];
    for (const rawQuery of [signed.rawQuery.replace(pair, ''), signed.rawQuery.replace(pair, `${name}=`), `${signed.rawQuery}&${pair}`]) {
      expect(refusal({ ...signed, rawQuery }).code).toBe('AuthorizationQueryParametersError');
    }
  });

  it.each(['-1', '1.5', '6e2', '', '0x10', '99999999999999999999'])('is refused if it holds "%s" seconds', (seconds) => {
    expect(refusal(replacing('X-Amz-Expires=600', `X-Amz-Expires=${seconds}`)).code).toBe('AuthorizationQueryParametersError');
  });

  const tampered: readonly { why: string; pattern: RegExp | string; replacement: string; code: string }[] = [
    { why: 'longer', pattern: 'X-Amz-Expires=600', replacement: 'X-Amz-Expires=601', code: 'SignatureDoesNotMatch' },
    { why: 'of another second', pattern: 'T030405Z', replacement: 'T030406Z', code: 'SignatureDoesNotMatch' },
    { why: 'of no second', pattern: 'T030405Z', replacement: 'T030465Z', code: 'AuthorizationQueryParametersError' },
    { why: 'of another day than its scope', pattern: '%2F20260102%2F', replacement: '%2F20260103%2F', code: 'AuthorizationQueryParametersError' },
    { why: 'for another region', pattern: region, replacement: 'us-east-1', code: 'AuthorizationQueryParametersError' },
    { why: 'of another algorithm', pattern: 'AWS4-HMAC-SHA256', replacement: 'AWS4-ECDSA-P256-SHA256', code: 'AuthorizationQueryParametersError' },
    { why: 'with a session token that was not signed', pattern: 'X-Amz-Date', replacement: 'X-Amz-Security-Token=t&X-Amz-Date', code: 'InvalidToken' },
    { why: 'with a line feed in its list of headers', pattern: 'SignedHeaders=host', replacement: 'SignedHeaders=host%0A', code: 'AuthorizationQueryParametersError' },
  ];

  it.each(tampered)('is refused when made $why', ({ pattern, replacement, code }) => {
    expect(refusal(replacing(pattern, replacement)).code).toBe(code);
  });

  it('is refused with an x-amz-* header that it does not sign', () => {
    expect(refusal(adding(signed, 'x-amz-acl', 'public-read'))).toMatchObject({ code: 'AccessDenied', details: { HeadersNotSigned: 'x-amz-acl' } });
  });
});
