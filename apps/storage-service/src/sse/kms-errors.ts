import { KmsClientError, type KmsClientErrorCode } from '@coffer/kms-client';

import { damaged } from '../errors/damaged.js';
import { StorageError, type StorageErrorCode } from '../errors/storage-error.js';

const RETRY_AFTER_SECONDS = 1;

/**
 * S3 reports the KMS's own client errors as `KMS.<Name>` with status 400 and the KMS's message, and the lack of a permission as AccessDenied.
 * A blob that the KMS refuses was stored by us: that is damage, not the client's fault.
 */
const storageCodeOf = {
  NotFoundException: 'KMS.NotFoundException',
  DisabledException: 'KMS.DisabledException',
  KMSInvalidStateException: 'KMS.KMSInvalidStateException',
  InvalidKeyUsageException: 'KMS.InvalidKeyUsageException',
  InvalidCiphertextException: 'InternalError',
  IncorrectKeyException: 'InternalError',
  ValidationException: 'InvalidArgument',
  AccessDeniedException: 'AccessDenied',
  KMSInternalException: 'ServiceUnavailable',
  UnrecognizedClientException: 'InvalidToken',
  ExpiredTokenException: 'ExpiredToken',
  Unavailable: 'ServiceUnavailable',
} satisfies Record<KmsClientErrorCode, StorageErrorCode>;

/** Rethrows what the KMS client threw as what S3 answers. */
export function throwAsStorageError(error: unknown): never {
  if (!(error instanceof KmsClientError)) throw error;
  const code = storageCodeOf[error.code];
  switch (code) {
    case 'ServiceUnavailable':
      throw new StorageError(code, 'The key service is not available. Please try again.', {
        cause: error,
        retryAfterSeconds: error.retryAfterSeconds ?? RETRY_AFTER_SECONDS,
      });
    case 'InternalError':
      throw damaged('key', 'the KMS does not open the key that is kept', error);
    default:
      throw new StorageError(code, error.message, { cause: error });
  }
}
