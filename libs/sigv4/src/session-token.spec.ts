import { accessKeyId, presign, region, secret, signHeaders } from '../test/peer.js';
import { adding, after, errorOf, put, verifier, verifierWith, withHeader } from '../test/refusal.js';

import { SESSION_TOKEN_LENGTH_MAX } from './session-token.js';
import type { SignedRequest } from './signed-request.js';
import { REQUEST_TARGET_LENGTH_MAX } from './verifier.js';

const sessionToken = 'a-token_of-base64url';
const get = { method: 'GET', path: '/bucket/key', query: new Map<string, string>(), headers: new Map([['x-amz-content-sha256', 'UNSIGNED-PAYLOAD']]) };

describe('a request with a session token', () => {
  it.each<[string, () => Promise<SignedRequest>]>([
    ['in its header', () => signHeaders(put, { service: 's3', sessionToken })],
    ['in its query', () => presign(get, { service: 's3', sessionToken })],
  ])('%s: the token is told before the secret is needed, and the signature is checked with the secret that is found', async (_, sign) => {
    const unproven = verifier.begin(await sign());
    expect(unproven).toMatchObject({ accessKeyId, sessionToken });
    expect(unproven.verified(secret)).toMatchObject({ accessKeyId, scope: `20260102/${region}/s3/aws4_request` });
    expect(errorOf(() => unproven.verified('another secret')).code).toBe('SignatureDoesNotMatch');
    expect(errorOf(() => unproven.verified(undefined)).code).toBe('InvalidAccessKeyId');
  });

  it('is refused where only permanent keys are known', async () => {
    const signed = await signHeaders(put, { service: 's3', sessionToken });
    expect(errorOf(() => verifier.verify(signed))).toMatchObject({ code: 'InvalidToken', message: 'The provided token is malformed or otherwise invalid.' });
  });

  it('is refused if the token was exchanged', async () => {
    const inHeader = withHeader(await signHeaders(put, { service: 's3', sessionToken }), 'x-amz-security-token', () => 'another');
    const presigned = await presign(get, { service: 's3', sessionToken });
    const inQuery = { ...presigned, rawQuery: presigned.rawQuery.replace(sessionToken, 'another') };
    for (const changed of [inHeader, inQuery]) expect(errorOf(() => verifier.begin(changed).verified(secret)).code).toBe('SignatureDoesNotMatch');
  });

  it('is never told the token when its signature is wrong', async () => {
    const presigned = await presign({ ...get, query: new Map([['prefix', 'a'], ['z', 'last']]) }, { service: 's3', sessionToken });
    for (const [signed, shown] of [[await signHeaders(put, { service: 's3', sessionToken }), 'x-amz-security-token:[not shown]\n'], [presigned, '&X-Amz-Security-Token=[not shown]&']] as const) {
      const { details } = errorOf(() => verifier.begin(signed).verified('another secret'));
      expect(details['CanonicalRequest']).toContain(shown);
      const told = JSON.stringify(details);
      for (const text of [sessionToken, Buffer.from(sessionToken).toString('hex').replace(/..(?=.)/g, '$& ')]) expect(told).not.toContain(text);
    }
    expect(errorOf(() => verifier.begin(presigned).verified('another secret')).details['CanonicalRequest']).toMatch(/^GET\n\/bucket\/key\n.*&prefix=a&.*&z=last\n/);
  });

  it('is refused with two tokens, in one place or in two, before anything is looked up', async () => {
    const inHeader = await signHeaders(put, { service: 's3', sessionToken });
    const presigned = await presign(get, { service: 's3', sessionToken });
    const doubled = [
      adding(inHeader, 'X-Amz-Security-Token', sessionToken),
      { ...presigned, rawQuery: `${presigned.rawQuery}&X-Amz-Security-Token=${sessionToken}` },
      { ...inHeader, rawQuery: `${inHeader.rawQuery}&X-Amz-Security-Token=${sessionToken}` },
    ];
    for (const request of doubled) expect(errorOf(() => verifier.begin(request)).code).toBe('InvalidToken');
  });

  it('takes a token of the greatest length and not one character more, and none that is empty', async () => {
    const sign = (token: string): Promise<SignedRequest> => signHeaders(put, { service: 's3', sessionToken: token });
    const longest = 'x'.repeat(SESSION_TOKEN_LENGTH_MAX);
    expect(verifier.begin(await sign(longest)).sessionToken).toBe(longest);
    expect(SESSION_TOKEN_LENGTH_MAX).toBeLessThan(REQUEST_TARGET_LENGTH_MAX);
    const tooLong = await sign(`${longest}x`);
    expect(errorOf(() => verifier.begin(tooLong)).code).toBe('InvalidToken');
    const empty = withHeader(await sign('x'), 'x-amz-security-token', () => '');
    expect(errorOf(() => verifier.begin(empty)).code).toBe('InvalidToken');
  });

  it.each([
    ['in the header', '', ['host', 'x', 'x-amz-security-token', 'token']],
    ['in the query', 'X-Amz-Security-Token=token', ['host', 'x']],
  ])('is a broken request, and not an unsigned one, with the token alone %s', (_, rawQuery, rawHeaders) => {
    expect(errorOf(() => verifier.begin({ method: 'GET', rawPath: '/', rawQuery, rawHeaders })).code).toBe('InvalidToken');
  });

  it('ends as any other presigned request does', async () => {
    const late = verifierWith({ now: after(601) });
    const presigned = await presign(get, { service: 's3', sessionToken });
    expect(errorOf(() => late.begin(presigned))).toMatchObject({ code: 'AccessDenied', message: 'Request has expired' });
  });
});

describe('a service that is signed for one region wherever it is', () => {
  const post = { method: 'POST', path: '/', query: new Map<string, string>(), headers: new Map<string, string>(), body: 'Action=ListUsers' };
  const global = verifierWith({ service: 'iam', region, otherRegions: ['us-east-1'] });

  it.each([region, 'us-east-1'])('takes a signature for %s', async (signedFor) => {
    const signed = await signHeaders(post, { service: 'iam', region: signedFor });
    expect(global.verify(signed).scope).toBe(`20260102/${signedFor}/iam/aws4_request`);
  });

  it('takes none for another region', async () => {
    const signed = await signHeaders(post, { service: 'iam', region: 'eu-west-3' });
    expect(errorOf(() => global.verify(signed)).code).toBe('AuthorizationHeaderMalformed');
  });
});
