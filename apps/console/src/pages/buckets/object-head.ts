import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { problemOf } from '../../clients/problem.js';
import type { CustomerKey } from '../../features/encryption/customer-key.js';
import { customerKeyInput } from '../../features/encryption/seal.js';

/** What the store tells of an object; or that it tells nothing without the customer's key. */
export type ObjectHead = { readonly sealedByCustomer: true } | { readonly sealedByCustomer: false; readonly head: HeadObjectCommandOutput };

export async function objectHead(s3: S3Client, bucket: string, key: string, customerKey: CustomerKey | undefined, abortSignal: AbortSignal): Promise<ObjectHead> {
  try {
    return { sealedByCustomer: false, head: await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ...customerKeyInput(customerKey) }), { abortSignal }) };
  } catch (thrown) {
    // A HEAD has no body to say why; without a key there is one reason for this status.
    if (customerKey === undefined && problemOf(thrown).status === 400) return { sealedByCustomer: true };
    throw thrown;
  }
}
