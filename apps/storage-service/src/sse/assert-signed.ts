import type { Caller } from '@coffer/iam';

import { StorageError } from '../errors/storage-error.js';

/** Keys of the KMS are used in the name of whoever asks, so nobody uses them in the name of nobody, whatever a bucket's policy lets. Throws InvalidArgument. */
export function assertSigned(caller: Caller): void {
  if (caller.type !== 'Anonymous') return;
  throw new StorageError('InvalidArgument', 'Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.', {
    details: { ArgumentName: 'Authorization', ArgumentValue: 'null' },
  });
}
