import type { EncryptionContext } from '@coffer/context';
import type { Secret } from '@coffer/crypto';

/** How a bucket seals objects of requests that say nothing of it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html */
export interface BucketEncryption {
  readonly mode: 'AES256' | 'aws:kms';
  /** Of `aws:kms`: as EncryptionChoice has it. */
  readonly keyId?: string;
  /** Holds as well for requests that ask for SSE-KMS themselves and say nothing of a bucket key. */
  readonly bucketKey: boolean;
}

/** Of a bucket of which nobody said anything else. */
export const DEFAULT_ENCRYPTION: BucketEncryption = { mode: 'AES256', bucketKey: false };

/** How a new object is to be sealed. `default`: nothing was asked, and the bucket's default is SSE-S3. */
export type EncryptionChoice =
  | { readonly mode: 'default' }
  | { readonly mode: 'AES256' }
  | {
      readonly mode: 'aws:kms';
      /** Key id, key ARN, alias or alias ARN; absent: the AWS managed key `alias/aws/s3`. */
      readonly keyId?: string;
      readonly context?: EncryptionContext;
      readonly bucketKey: boolean;
    }
  | { readonly mode: 'SSE-C'; readonly key: CustomerKey };

/** A customer's key, checked against its MD5 at the edge. The caller disposes of the secret when the request ends. */
export interface CustomerKey {
  readonly secret: Secret;
  /** Base64, as sent and as returned. */
  readonly md5: string;
}

/** What was done, as the response's headers say it. */
export type AppliedEncryption =
  | { readonly mode: 'AES256' }
  | {
      readonly mode: 'aws:kms';
      readonly keyArn: string;
      readonly bucketKey: boolean;
      /** The user's pairs, without the default pair. */
      readonly context?: EncryptionContext;
    }
  | { readonly mode: 'SSE-C'; readonly keyMd5: string };
