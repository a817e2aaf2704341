import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { problemOf } from '../../../clients/problem.js';
import type { CustomerKey } from '../../../features/encryption/customer-key.js';
import { customerKeyInput } from '../../../features/encryption/seal.js';

/** What the store tells of an object: that nothing is current under its name; nothing without the customer's key; or all of it. */
export type ObjectHead = { readonly state: 'missing' } | { readonly state: 'needs key' } | { readonly state: 'found'; readonly head: HeadObjectCommandOutput };

export interface HeadWish {
  readonly bucket: string;
  readonly key: string;
  readonly version: string | undefined;
  readonly customerKey: CustomerKey | undefined;
}

export async function objectHead(s3: S3Client, { bucket, key, version, customerKey }: HeadWish, abortSignal: AbortSignal): Promise<ObjectHead> {
  try {
    return { state: 'found', head: await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: version, ...customerKeyInput(customerKey) }), { abortSignal }) };
  } catch (thrown) {
    const { status } = problemOf(thrown);
    if (status === 404) return { state: 'missing' };
    // A HEAD has no body to say why; without a key there is one reason for this status.
    if (customerKey === undefined && status === 400) return { state: 'needs key' };
    throw thrown;
  }
}
