import { randomUUID } from 'node:crypto';

/**
 * A request id as S3's `x-amz-request-id` looks: 16 upper-case hex digits, 64 random bits.
 *
 * They are cut from a UUID, around its fixed bits, because Node makes those from a pool of random bytes that it keeps.
 */
export function requestId(): string {
  const uuid = randomUUID();
  return (uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(24, 28)).toUpperCase();
}

/** A request id as the KMS's `x-amzn-RequestId` looks. */
export function requestUuid(): string {
  return randomUUID();
}
