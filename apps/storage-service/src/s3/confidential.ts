import { StorageError } from '../errors/storage-error.js';
import type { AppliedEncryption } from '../sse/encryption.js';

import type { S3Request } from './request.js';

/** Throws InvalidRequest where the connection shows everyone what passes. */
export function requireConfidential(request: S3Request, message: string): void {
  if (!request.confidential) throw new StorageError('InvalidRequest', message);
}

/** What is sealed under a KMS key leaves, as it comes, only over a connection that keeps it. */
export function requireConfidentialFor(request: S3Request, encryption: AppliedEncryption): void {
  if (request.confidential || encryption.mode !== 'aws:kms') return;
  requireConfidential(request, 'Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.');
}
