import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { isClientSide } from './client-side-marks.js';

/** How an object is sealed, as far as the store tells. */
export interface ObjectSeal {
  readonly mode: 'SSE-S3' | 'SSE-KMS' | 'DSSE-KMS' | 'SSE-C';
  /** Of SSE-KMS. */
  readonly keyArn?: string;
  readonly bucketKey: boolean;
  /** Sealed by a client before the store sealed it again. */
  readonly clientSide: boolean;
}

export type SealHead = Pick<HeadObjectCommandOutput, 'ServerSideEncryption' | 'SSEKMSKeyId' | 'BucketKeyEnabled' | 'SSECustomerAlgorithm' | 'Metadata'>;

export function objectSeal({ ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled, SSECustomerAlgorithm, Metadata }: SealHead): ObjectSeal {
  const rest = { bucketKey: BucketKeyEnabled === true, clientSide: isClientSide(Metadata), ...(SSEKMSKeyId === undefined ? {} : { keyArn: SSEKMSKeyId }) };
  if (SSECustomerAlgorithm !== undefined) return { mode: 'SSE-C', ...rest };
  switch (ServerSideEncryption) {
    case 'aws:kms':
      return { mode: 'SSE-KMS', ...rest };
    case 'aws:kms:dsse':
      return { mode: 'DSSE-KMS', ...rest };
    default:
      return { mode: 'SSE-S3', ...rest };
  }
}

/** One wrapping of the drawing: what it is, and what it is bound to, so that it opens nowhere else. */
export interface Layer {
  readonly name: string;
  readonly about: string;
  readonly boundTo?: string;
}

/** From the body outwards: each is sealed by the one after it. */
export function layersOf(seal: ObjectSeal, bucket: string, key: string): readonly Layer[] {
  const arn = `arn:aws:s3:::${bucket}/${key}`;
  const body: Layer = { name: 'Body', about: seal.clientSide ? 'sealed by a client, then AES-256-GCM again' : 'AES-256-GCM, in segments', boundTo: 'its place among the segments' };
  const objectKey: Layer = { name: 'Object key', about: 'a data key of this object alone', boundTo: `${bucket}/${key}` };
  switch (seal.mode) {
    case 'SSE-S3':
      return [body, objectKey, { name: 'Service key', about: 'kept by the KMS, shown to no account' }];
    case 'SSE-C':
      return [body, objectKey, { name: 'Your key', about: 'sent with each request, never stored' }];
    case 'SSE-KMS':
    case 'DSSE-KMS': {
      const kms: Layer = { name: 'KMS key', about: seal.keyArn?.split('/').at(-1) ?? 'of the account' };
      if (!seal.bucketKey) return [body, { ...objectKey, boundTo: `encryption context: ${arn}` }, kms];
      return [body, objectKey, { name: 'Bucket key', about: 'a data key of the bucket', boundTo: `encryption context: arn:aws:s3:::${bucket}` }, kms];
    }
  }
}
