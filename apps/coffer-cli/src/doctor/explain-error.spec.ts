import { explainError } from './explain-error.js';

const failed = (name: string, message: string, code?: string): Error => Object.assign(new Error(message), { name, ...(code && { code }) });

describe('an explained error', () => {
  it.each([
    ['InvalidAccessKeyId', 'COFFER_IDENTITIES'], ['UnrecognizedClientException', 'COFFER_IDENTITIES'], ['InvalidClientTokenId', 'COFFER_IDENTITIES'], ['SignatureDoesNotMatch', 'the secret does not fit'],
    ['InvalidSignatureException', 'the secret does not fit'], ['RequestTimeTooSkewed', 'NTP'], ['ExpiredToken', 'new credentials'], ['AccessDenied', 'policy'], ['KMS.DisabledException', 'enable the key'],
    ['KMSInvalidStateException', 'enable the key'], ['NotFoundException', '--kms-key-id'], ['ServiceUnavailable', 'COFFER_KMS_GRPC_TARGET'], ['NoSuchBucket', '--bucket'], ['AuthorizationHeaderMalformed', 'COFFER_REGION'],
    ['CredentialsProviderError', 'AWS_ACCESS_KEY_ID'], ['SomethingNew', 'log of the service'],
  ])('%s says what to do: %s', (name, remedy) => {
    expect(explainError(failed(name, 'words'))).toEqual({ message: `${name}: words`, remedy: expect.stringContaining(remedy) as string });
  });

  it('tells a wrong time from a wrong secret where both have one code', () => {
    expect(explainError(failed('InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier than')).remedy).toContain('NTP');
  });

  it('says what plain HTTP costs', () => {
    expect(explainError(failed('InvalidRequest', 'Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.')).remedy).toContain('COFFER_ALLOW_PLAIN_HTTP');
  });

  it('is one line of bounded length, and tells the system its code', () => {
    expect(explainError(failed('Error', `two\nlines ${'x'.repeat(1_000)}`, 'ECONNRESET')).message).toMatch(/^ECONNRESET: two lines x{1,290}$/);
    expect(explainError(failed('InternalError', '')).message).toBe('InternalError');
  });
});
