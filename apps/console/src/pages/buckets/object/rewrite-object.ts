import { CopyObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { CustomerKey } from '../../../features/encryption/customer-key.js';
import { sealInput, type SealDraft } from '../../../features/encryption/seal.js';

/** One copy takes so much. */
export const COPY_SIZE_MAX = 5 * 1024 ** 3;

export interface Rewriting {
  readonly bucket: string;
  readonly objectKey: string;
  readonly head: HeadObjectCommandOutput;
  /** Of what is copied. Absent: the current one. */
  readonly version?: string | undefined;
  /** What opens it as it is. */
  readonly customerKey: CustomerKey | undefined;
  readonly seal: SealDraft;
  /** Absent: what it has stays. */
  readonly described?: { readonly contentType: string; readonly metadata: Readonly<Record<string, string>> };
}

/**
 * Copies an object onto itself, from one of its versions if one is named: a fresh object key, sealed as is said. The body passes through the store, not through here. Only what was seen
 * is replaced: somebody else's newer object stays, and the copy is refused.
 */
export async function rewriteObject(s3: S3Client, { bucket, objectKey, head, version, customerKey, seal, described }: Rewriting, abortSignal: AbortSignal): Promise<void> {
  if ((head.ContentLength ?? 0) > COPY_SIZE_MAX) throw new RangeError('An object of more than 5 GiB is not copied in one request. Download it and upload it again.');
  await s3.send(new CopyObjectCommand({
    Bucket: bucket, Key: objectKey, CopySource: copySource(bucket, objectKey, version), CopySourceIfMatch: head.ETag,
    ...sealInput(seal),
    ...(customerKey === undefined ? {} : { CopySourceSSECustomerAlgorithm: 'AES256', CopySourceSSECustomerKey: customerKey.base64 }),
    ...(described === undefined ? { MetadataDirective: 'COPY' } : replacing(head, described)),
  }), { abortSignal });
}

function copySource(bucket: string, key: string, version: string | undefined): string {
  const path = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return version === undefined ? path : `${path}?versionId=${encodeURIComponent(version)}`;
}

/** What is not edited must be said again: replacing takes away all that is not said. */
function replacing({ CacheControl, ContentDisposition, ContentEncoding, ContentLanguage }: HeadObjectCommandOutput, { contentType, metadata }: NonNullable<Rewriting['described']>): object {
  return { MetadataDirective: 'REPLACE', ContentType: contentType, Metadata: { ...metadata }, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage };
}
