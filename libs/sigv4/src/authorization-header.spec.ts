import { accessKeyId, region } from '../test/peer.js';
import { refusal } from '../test/refusal.js';

describe('a hostile Authorization header', () => {
  const scope = `20260102/${region}/s3/aws4_request`;
  const hex = '0'.repeat(64);
  const sound = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${hex}`;
  const malformed = 'AuthorizationHeaderMalformed';
  const cases: readonly { why: string; authorization: string; code: string }[] = [
    { why: 'nothing in it', authorization: '', code: 'InvalidArgument' },
    { why: 'another scheme', authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', code: 'InvalidArgument' },
    { why: 'signature version 2', authorization: 'AWS AKIAEXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=', code: 'InvalidRequest' },
    { why: 'signature version 4A', authorization: sound.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'), code: 'InvalidRequest' },
    { why: 'the algorithm alone', authorization: 'AWS4-HMAC-SHA256', code: malformed },
    { why: 'the algorithm in lower case', authorization: sound.replace('AWS4-HMAC-SHA256', 'aws4-hmac-sha256'), code: 'InvalidArgument' },
    { why: 'no signature', authorization: sound.replace(/, Signature=.*/, ''), code: malformed },
    { why: 'an empty signature', authorization: sound.replace(hex, ''), code: malformed },
    { why: 'two signatures', authorization: `${sound}, Signature=${hex}`, code: malformed },
    { why: 'two credentials in place of the list', authorization: sound.replace('SignedHeaders=host;x-amz-content-sha256;x-amz-date', `Credential=${accessKeyId}/${scope}`), code: malformed },
    { why: 'an unknown component', authorization: `${sound}, Extra=1`, code: malformed },
    { why: 'a component without a name', authorization: sound.replace('Signature=', ''), code: malformed },
    { why: 'a comma at the end', authorization: `${sound},`, code: malformed },
    { why: 'a scope of four words', authorization: sound.replace('/aws4_request', ''), code: malformed },
    { why: 'a scope of six words', authorization: sound.replace('/aws4_request', '/aws4_request/x'), code: malformed },
    { why: 'a scope that ends otherwise', authorization: sound.replace('aws4_request', 'aws5_request'), code: malformed },
    { why: 'no access key', authorization: sound.replace(accessKeyId, ''), code: malformed },
    { why: 'an access key of 129 characters', authorization: sound.replace(accessKeyId, 'A'.repeat(129)), code: malformed },
    { why: 'an access key of 128 characters, which nobody has', authorization: sound.replace(accessKeyId, 'A'.repeat(128)), code: 'InvalidAccessKeyId' },
    { why: 'an access key with a line feed', authorization: sound.replace(accessKeyId, 'AKIA\nEXAMPLE'), code: malformed },
    { why: 'a day that is no number', authorization: sound.replace('20260102', '2026010x'), code: malformed },
    { why: 'a day other than that of x-amz-date', authorization: sound.replace('20260102', '20260103'), code: malformed },
    { why: 'a list of signed headers with a capital', authorization: sound.replace('host;', 'Host;'), code: malformed },
    { why: 'a list that names a header twice', authorization: sound.replace('host;', 'host;host;'), code: malformed },
    { why: 'a list out of order', authorization: sound.replace('host;x-amz-content-sha256', 'x-amz-content-sha256;host'), code: malformed },
    { why: 'a list with an empty name', authorization: sound.replace('host;', 'host;;'), code: malformed },
    { why: 'a list of 129 names', authorization: sound.replace('host;', `${listOf(126)};host;`), code: malformed },
    { why: 'a list of 128 names, which is not too long but wrong', authorization: sound.replace('host;', `${listOf(125)};host;`), code: 'SignatureDoesNotMatch' },
  ];

  function listOf(count: number): string {
    return Array.from({ length: count }, (_, index) => `a${String(index).padStart(3, '0')}`).join(';');
  }

  it.each(cases)('with $why is $code', ({ authorization, code }) => {
    const rawHeaders = ['Host', 'localhost:9000', 'X-Amz-Date', '20260102T030405Z', 'X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD', 'Authorization', authorization];
    expect(refusal({ method: 'GET', rawPath: '/', rawQuery: '', rawHeaders }).code).toBe(code);
  });

  const dates: readonly string[] = ['', 'x', '20260102', '20260102T030405', '20260102T030405z', '2026-01-02T03:04:05Z', '20260102T240405Z', '20260102T036005Z', '20261302T030405Z', '20260230T030405Z', '20260102T0304 5Z', '００２６０１０２T030405'];
  it.each(dates)('with the date "%s" is AccessDenied', (date) => {
    const rawHeaders = ['Host', 'localhost:9000', 'X-Amz-Date', date, 'X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD', 'Authorization', sound];
    const error = refusal({ method: 'GET', rawPath: '/', rawQuery: '', rawHeaders });
    expect(error).toMatchObject({ code: 'AccessDenied', message: 'AWS authentication requires a valid Date or x-amz-date header' });
  });

  it('with no date at all is AccessDenied', () => {
    expect(refusal({ method: 'GET', rawPath: '/', rawQuery: '', rawHeaders: ['Host', 'localhost:9000', 'Authorization', sound] }).code).toBe('AccessDenied');
  });
});
