import { createHash } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 17;

/** An id in AWS's shape out of an ARN, as `libs/iam` makes those of users and roles: the same after every restart. */
export function uniqueId(prefix: 'AGPA' | 'ANPA', arn: string): string {
  const digest = createHash('sha256').update(arn).digest().subarray(0, LENGTH);
  return prefix + Array.from(digest, (byte) => BASE32[byte % BASE32.length]).join('');
}
