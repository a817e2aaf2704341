import { accessKeyId, region, secret, signedAt, signHeaders } from '../test/peer.js';
import { adding, after, errorOf, put, refusal, verifier, verifierWith, withHeader, withoutHeader } from '../test/refusal.js';

import type { SignedRequest } from './signed-request.js';
import { REQUEST_TARGET_LENGTH_MAX, SKEW_SECONDS_MAX } from './verifier.js';

describe('a request signed in its header', () => {
  let signed: SignedRequest;
  beforeAll(async () => {
    signed = await signHeaders(put, { service: 's3' });
  });

  it('tells who signed what, and shows no key', () => {
    const verified = verifier.verify(signed);
    expect(verified).toMatchObject({ accessKeyId, signedAt, amzDate: '20260102T030405Z', scope: `20260102/${region}/s3/aws4_request`, form: 'header', payload: { kind: 'unsigned' } });
    expect(JSON.stringify(verified)).toContain('"[signing key]"');
  });

  it('may have its headers in any order and case', () => {
    const pairs: string[] = [];
    for (let index = signed.rawHeaders.length - 2; index >= 0; index -= 2) pairs.push((signed.rawHeaders[index] ?? '').toUpperCase(), signed.rawHeaders[index + 1] ?? '');
    expect(verifier.verify({ ...signed, rawHeaders: pairs }).accessKeyId).toBe(accessKeyId);
  });

  it.each(['content-type', 'host', 'x-amz-date', 'x-amz-content-sha256', 'x-amz-server-side-encryption'])('is refused if %s is changed or removed', (name) => {
    const changed = withHeader(signed, name, (value) => (name === 'x-amz-date' ? '20260102T030406Z' : name === 'x-amz-content-sha256' ? 'a'.repeat(64) : `${value}x`));
    expect(refusal(changed).code).toBe('SignatureDoesNotMatch');
    expect(refusal(withoutHeader(signed, name)).code).toBe(name === 'x-amz-date' || name === 'host' ? 'AccessDenied' : name === 'x-amz-content-sha256' ? 'InvalidRequest' : 'SignatureDoesNotMatch');
  });

  it('is refused if a signed header came twice', () => {
    expect(refusal(adding(signed, 'Content-Type', 'text/plain')).code).toBe('SignatureDoesNotMatch');
  });

  const tampered: readonly { why: string; change: (request: SignedRequest) => SignedRequest }[] = [
    { why: 'another method', change: (request) => ({ ...request, method: 'DELETE' }) },
    { why: 'the same method in lower case', change: (request) => ({ ...request, method: 'put' }) },
    { why: 'another path', change: (request) => ({ ...request, rawPath: '/bucket/kez' }) },
    { why: 'a doubled slash, which S3 does not remove', change: (request) => ({ ...request, rawPath: '/bucket//key' }) },
    { why: 'a dot segment, which S3 does not remove', change: (request) => ({ ...request, rawPath: '/bucket/./key' }) },
    { why: 'a parameter more', change: (request) => ({ ...request, rawQuery: `${request.rawQuery}&acl` }) },
    { why: 'a parameter less', change: (request) => ({ ...request, rawQuery: '' }) },
    { why: 'a parameter doubled', change: (request) => ({ ...request, rawQuery: `${request.rawQuery}&${request.rawQuery}` }) },
    { why: 'a shorter signature', change: (request) => withHeader(request, 'authorization', (value) => value.slice(0, -1)) },
    { why: 'a longer signature', change: (request) => withHeader(request, 'authorization', (value) => `${value}0`) },
    { why: 'a signature in capitals', change: (request) => withHeader(request, 'authorization', (value) => value.replace(/[0-9a-f]{64}$/, (hex) => hex.toUpperCase())) },
    { why: 'a signature that is not ASCII', change: (request) => withHeader(request, 'authorization', (value) => value.replace(/.$/, 'é')) },
    { why: 'a character whose low byte is the digit', change: (request) => withHeader(request, 'authorization', (value) => value.replace(/.$/, (digit) => String.fromCharCode(0x100 + digit.charCodeAt(0)))) },
    { why: 'a signed header taken off the list', change: (request) => withHeader(request, 'authorization', (value) => value.replace('content-type;', '')) },
  ];

  it.each(tampered)('is refused with $why', ({ change }) => {
    const error = refusal(change(signed));
    expect(error).toMatchObject({ name: 'SigV4Error', code: 'SignatureDoesNotMatch' });
    expect(error.message).toBe('The request signature we calculated does not match the signature you provided. Check your key and signing method.');
  });

  it('is told what was signed on our side, but neither secret nor key', async () => {
    const customerKey = await signHeaders({ ...put, headers: new Map([...put.headers, ['x-amz-server-side-encryption-customer-key', 'c2VjcmV0']]) }, { service: 's3' });
    const { details } = refusal({ ...customerKey, method: 'POST' });
    expect(details['StringToSign']).toMatch(/^AWS4-HMAC-SHA256\n20260102T030405Z\n20260102\/eu-central-1\/s3\/aws4_request\n[0-9a-f]{64}$/);
    expect(details['CanonicalRequest']).toMatch(/^POST\n\/bucket\/key\nx-id=PutObject\n/);
    expect(details['AWSAccessKeyId']).toBe(accessKeyId);
    expect(details['SignatureProvided']).toMatch(/^[0-9a-f]{64}$/);
    expect(details['StringToSignBytes']).toMatch(/^41 57 53 34 /);
    expect(JSON.stringify(details)).not.toContain('c2VjcmV0');
    expect(JSON.stringify(details)).not.toContain(Buffer.from('c2VjcmV0').toString('hex').replace(/..(?=.)/g, '$& '));
    expect(JSON.stringify(details)).not.toContain(secret);
  });

  it('is refused if an x-amz-* header was added to it', () => {
    const error = refusal(adding(signed, 'X-Amz-Acl', 'public-read', 'x-amz-meta-a', '1'));
    expect(error.code).toBe('AccessDenied');
    expect(error.message).toBe('There were headers present in the request which were not signed');
    expect(error.details).toEqual({ HeadersNotSigned: 'x-amz-acl, x-amz-meta-a' });
  });

  it('is refused if its host is not signed', () => {
    const unsignedHost = withHeader(signed, 'authorization', (value) => value.replace('host;', ''));
    expect(refusal(unsignedHost)).toMatchObject({ code: 'AccessDenied', details: { HeadersNotSigned: 'host' } });
  });

  it('may carry other headers unsigned, as proxies add them', () => {
    expect(verifier.verify(adding(signed, 'X-Forwarded-For', '192.0.2.1', 'Connection', 'close')).accessKeyId).toBe(accessKeyId);
  });

  it('is refused if a session token was added to it', () => {
    expect(refusal(adding(signed, 'X-Amz-Security-Token', 'token'))).toMatchObject({ code: 'AccessDenied', details: { HeadersNotSigned: 'x-amz-security-token' } });
  });

  it('is refused with two Authorization headers, even the same', () => {
    const authorization = signed.rawHeaders[signed.rawHeaders.findIndex((name) => name === 'authorization') + 1] ?? '';
    expect(refusal(adding(signed, 'Authorization', authorization)).code).toBe('AuthorizationHeaderMalformed');
  });

  it('is refused if it is presigned as well', () => {
    expect(refusal({ ...signed, rawQuery: `${signed.rawQuery}&X-Amz-Signature=0` }).code).toBe('InvalidArgument');
  });

  it('is refused under an unknown access key', () => {
    const other = withHeader(signed, 'authorization', (value) => value.replace(accessKeyId, 'AKIAOTHER'));
    expect(refusal(other)).toMatchObject({ code: 'InvalidAccessKeyId', details: { AWSAccessKeyId: 'AKIAOTHER' } });
  });

  it('is refused at once when its secret changes, in spite of the cached signing key', () => {
    let current: string | undefined = secret;
    const changing = verifierWith({ secretOf: () => current });
    expect(changing.verify(signed).accessKeyId).toBe(accessKeyId);
    current = 'another';
    expect(refusal(signed, changing).code).toBe('SignatureDoesNotMatch');
    current = undefined;
    expect(refusal(signed, changing).code).toBe('InvalidAccessKeyId');
    current = secret;
    expect(changing.verify(signed).accessKeyId).toBe(accessKeyId);
  });

  it.each([SKEW_SECONDS_MAX, -SKEW_SECONDS_MAX])('is believed %i seconds after it was signed, and refused a second beyond', (seconds) => {
    expect(verifierWith({ now: after(seconds) }).verify(signed).accessKeyId).toBe(accessKeyId);
    const error = refusal(signed, verifierWith({ now: after(seconds + Math.sign(seconds)) }));
    expect(error.code).toBe('RequestTimeTooSkewed');
    expect(error.details).toMatchObject({ RequestTime: '2026-01-02T03:04:05.000Z', MaxAllowedSkewMilliseconds: '900000' });
  });

  it('is refused for another region, with the right one in the message', () => {
    expect(refusal(signed, verifierWith({ region: 'us-west-2' }))).toMatchObject({
      code: 'AuthorizationHeaderMalformed',
      message: "The authorization header is malformed; the region 'eu-central-1' is wrong; expecting 'us-west-2'",
      details: { Region: 'us-west-2' },
    });
  });

  it('is refused for another service', () => {
    expect(refusal(signed, verifierWith({ service: 'kms' }))).toMatchObject({
      code: 'AuthorizationHeaderMalformed',
      message: 'The authorization header is malformed; incorrect service "s3". This endpoint belongs to "kms".',
    });
  });
});

describe('a request without a signature', () => {
  it('is MissingAuthentication', () => {
    expect(refusal({ method: 'GET', rawPath: '/bucket', rawQuery: 'list-type=2', rawHeaders: ['Host', 'localhost'] }).code).toBe('MissingAuthentication');
  });

  it('of version 2 in its query is InvalidRequest', () => {
    expect(refusal({ method: 'GET', rawPath: '/', rawQuery: 'AWSAccessKeyId=A&Signature=x&Expires=1', rawHeaders: ['Host', 'localhost'] }).code).toBe('InvalidRequest');
  });
});

describe('a request target', () => {
  it('of the greatest length is looked at, and of one character more is not', () => {
    const request = { method: 'GET', rawPath: '/'.padEnd(REQUEST_TARGET_LENGTH_MAX - 1, 'a'), rawHeaders: ['Host', 'localhost'] };
    expect(refusal({ ...request, rawQuery: 'a' }).code).toBe('MissingAuthentication');
    expect(refusal({ ...request, rawQuery: 'ab' }).code).toBe('InvalidRequest');
  });
});

describe('a request for another service', () => {
  it('is signed with the hash of its body', async () => {
    const kms = verifierWith({ service: 'kms' });
    const signed = await signHeaders({ method: 'POST', path: '/', query: new Map(), headers: new Map([['x-amz-target', 'TrentService.ListKeys']]), body: '{}' }, { service: 'kms' });
    expect(kms.verify(signed).payload).toEqual({ kind: 'signed', sha256: signed.bodySha256 });
    expect(refusal({ ...signed, bodySha256: 'f'.repeat(64) }, kms).code).toBe('SignatureDoesNotMatch');
    const { bodySha256: _unknown, ...withoutHash } = signed;
    expect(errorOf(() => kms.verify(withoutHash))).toBeInstanceOf(TypeError);
  });
});
