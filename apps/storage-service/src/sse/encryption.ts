import type { EncryptionContext } from '@coffer/context';
import type { Secret } from '@coffer/crypto';

/** What the request asks for. `default` is what the bucket does when nothing is asked: SSE-S3. */
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
