import { faultOf, KmsError, toKmsError, type KmsErrorCode } from './kms-error.js';

describe('KmsError', () => {
  it('calls ours only what AWS answers with 500', () => {
    const ours = (Object.keys(faultOf) as KmsErrorCode[]).filter((code) => new KmsError(code, '').fault === 'server');
    expect(ours.sort()).toEqual(['DependencyTimeoutException', 'KMSInternalException', 'KeyUnavailableException'].sort());
  });

  it('passes a refusal on as it is', () => {
    const error = new KmsError('NotFoundException', 'x', { keyArn: 'arn' });
    expect(toKmsError(error)).toBe(error);
  });

  it('tells nothing of another error but that there was one', () => {
    const cause = new Error('ENOENT: /secret/path');
    const error = toKmsError(cause);
    expect(error).toMatchObject({ code: 'KMSInternalException', message: 'The request failed inside the key service.' });
    expect(error.cause).toBe(cause);
    expect(toKmsError('thrown text').cause).toBe('thrown text');
  });
});
