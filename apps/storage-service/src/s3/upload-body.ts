import { StorageError } from '../errors/storage-error.js';

import type { Call } from './call.js';
import { notImplemented } from './not-implemented.js';

/** S3's limit for one PUT, and for one part. */
export const UPLOAD_SIZE_MAX = 5 * 1_024 ** 3;

/**
 * The declared length of an upload. S3 takes none without: what a client has not counted, it cannot find to be cut short.
 * Throws MissingContentLength, NotImplemented, EntityTooLarge.
 */
export function uploadLength(call: Call): number {
  const { length } = call.body;
  if (length === undefined) {
    if (call.request.headers['transfer-encoding'] !== undefined) throw notImplemented('uploads of unknown length', { Header: 'Transfer-Encoding' });
    throw new StorageError('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (length <= UPLOAD_SIZE_MAX) return length;
  throw new StorageError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    details: { ProposedSize: String(length), MaxSizeAllowed: String(UPLOAD_SIZE_MAX) },
  });
}
