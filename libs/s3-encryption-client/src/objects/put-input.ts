import type { PutObjectCommandInput } from '@aws-sdk/client-s3';

import { S3EncryptionError } from '../errors.js';
import type { PutBody } from '../node/body-source.js';
import { checkOwn, entriesOf } from './user-metadata.js';

/** S3's own input; the body may be any async iterable of bytes too. */
export type PutObjectInput = Omit<PutObjectCommandInput, 'Body'> & { readonly Body?: PutBody };

/** What describes the bytes that are stored. A caller knows only the plaintext's, and the store would compare it with the ciphertext. */
const OF_THE_PLAINTEXT = ['ContentMD5', 'ChecksumCRC32', 'ChecksumCRC32C', 'ChecksumCRC64NVME', 'ChecksumSHA1', 'ChecksumSHA256', 'WriteOffsetBytes'] as const;

/** Refuses with `InvalidArgument` what cannot be honoured once the body is encrypted. */
export function checkPutInput(input: PutObjectInput): void {
  for (const name of OF_THE_PLAINTEXT) {
    if (input[name] !== undefined) throw new S3EncryptionError('InvalidArgument', `${name} would be compared with the ciphertext: leave it out (ChecksumAlgorithm may stay).`);
  }
  checkOwn(entriesOf(input.Metadata));
}
