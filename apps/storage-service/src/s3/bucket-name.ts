import { StorageError } from '../errors/storage-error.js';

const NAME = /^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/;
const IP_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

/**
 * AWS's rules for general purpose buckets: 3 to 63 of lower-case letters, digits, dots and hyphens, a letter or digit at both ends, no two
 * dots together, no IP address, none of the names AWS keeps for itself. Throws InvalidBucketName.
 *
 * Every operation checks, not only CreateBucket: a bucket with another name cannot exist.
 */
export function checkBucketName(name: string): void {
  if (NAME.test(name) && !name.includes('..') && !IP_ADDRESS.test(name) && !isReserved(name)) return;
  throw new StorageError('InvalidBucketName', 'The specified bucket is not valid.', { details: { BucketName: name } });
}

function isReserved(name: string): boolean {
  return RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)) || RESERVED_SUFFIXES.some((suffix) => name.endsWith(suffix));
}
