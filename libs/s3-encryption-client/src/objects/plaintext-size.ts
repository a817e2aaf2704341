import { BLOCK_SIZE, TAG_SIZE } from '../algorithm-suite.js';
import { notAuthentic, S3EncryptionError } from '../errors.js';
import type { ContentMetadata } from '../format/content-metadata.js';

/** The plaintext's length; of CBC, whose padding only the end tells, the most that it can be. Refuses what is too short or told otherwise. */
export function plaintextSizeMax({ suite, plaintextLength }: ContentMetadata, sealedLength: number): number {
  if (!suite.authenticated) {
    if (sealedLength < BLOCK_SIZE || sealedLength % BLOCK_SIZE !== 0) throw notAuthentic();
    return sealedLength - 1;
  }
  const size = sealedLength - TAG_SIZE;
  if (size < 0) throw notAuthentic();
  if (plaintextLength !== undefined && plaintextLength !== size) throw new S3EncryptionError('MalformedMetadata', 'The metadata tells another length than the body has.');
  return size;
}
