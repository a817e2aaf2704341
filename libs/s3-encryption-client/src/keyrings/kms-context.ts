import type { AlgorithmSuite } from '../algorithm-suite.js';
import { S3EncryptionError } from '../errors.js';
import { sameStringMap, type StringMap } from '../string-map.js';

/** Binds a data key to the suite of its object. No caller may set it. */
export const RESERVED_PAIR = 'aws:x-amz-cek-alg';
/** Older clients wrote the key's id here. */
const OLD_KEY_ID = 'kms_cmk_id';

/** What the KMS is given for a new data key. Refuses with `InvalidArgument` a context that names a reserved key. */
export function contextForWrap(encryptionContext: StringMap, suite: AlgorithmSuite): StringMap {
  checkNotReserved(encryptionContext);
  return new Map([...encryptionContext, [RESERVED_PAIR, suite.bindingText]]);
}

/**
 * Refuses, before the KMS is asked, a reader that does not give the object's own context, and an object whose data key was made for another
 * suite than its metadata tells.
 */
export function checkContextForUnwrap(stored: StringMap, given: StringMap, suite: AlgorithmSuite): void {
  checkNotReserved(given);
  const own = new Map([...stored].filter(([name]) => name !== RESERVED_PAIR && name !== OLD_KEY_ID));
  if (!sameStringMap(own, given)) {
    throw new S3EncryptionError('EncryptionContextMismatch', 'The encryption context of this call is not the one the object was encrypted with.');
  }
  if (stored.get(RESERVED_PAIR) !== suite.bindingText) {
    throw new S3EncryptionError('MalformedMetadata', 'The data key was made for another algorithm than the metadata tells: it was changed.');
  }
}

function checkNotReserved(encryptionContext: StringMap): void {
  if (!encryptionContext.has(RESERVED_PAIR)) return;
  throw new S3EncryptionError('InvalidArgument', `${RESERVED_PAIR} is reserved: an encryption context cannot hold it.`);
}
