import { KmsClientError, type KmsClientErrorCode } from '@coffer/kms-client';

import { throwAsStorageError } from './kms-errors.js';

describe('what the KMS refuses', () => {
  it.each<[KmsClientErrorCode, string, string]>([
    ['NotFoundException', "Invalid keyId 'x'", 'KMS.NotFoundException'],
    ['DisabledException', 'arn:k is disabled.', 'KMS.DisabledException'],
    ['KMSInvalidStateException', 'arn:k is pending deletion.', 'KMS.KMSInvalidStateException'],
    ['InvalidKeyUsageException', 'usage', 'KMS.InvalidKeyUsageException'],
    ['AccessDeniedException', 'User: arn is not authorized', 'AccessDenied'],
    ['ValidationException', '1 validation error detected', 'InvalidArgument'],
  ])('%s reaches the client in its own words', (code, message, expected) => {
    expect(() => throwAsStorageError(new KmsClientError(code, message))).toThrow(expect.objectContaining({ code: expected, message }));
  });

  it.each<[KmsClientErrorCode, string]>([
    ['InvalidCiphertextException', 'InternalError'],
    ['IncorrectKeyException', 'InternalError'],
  ])('%s of a blob that we stored is damage', (code, expected) => {
    expect(() => throwAsStorageError(new KmsClientError(code, ''))).toThrow(expect.objectContaining({ code: expected }));
  });

  it.each<KmsClientErrorCode>(['Unavailable', 'KMSInternalException'])('%s asks the client to come back', (code) => {
    const error = new KmsClientError(code, 'inside', { retryAfterSeconds: 3 });
    expect(() => throwAsStorageError(error)).toThrow(expect.objectContaining({ code: 'ServiceUnavailable', retryAfterSeconds: 3 }));
    expect(() => throwAsStorageError(new KmsClientError(code, 'inside'))).toThrow(expect.objectContaining({ retryAfterSeconds: 1 }));
  });

  it('passes on what is not the KMS’s', () => {
    const error = new Error('something else');
    expect(() => throwAsStorageError(error)).toThrow(error);
  });
});
