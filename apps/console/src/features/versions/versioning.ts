import { GetBucketVersioningCommand, PutBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';

/** What a bucket does with what is replaced or deleted: keeps it as a version, keeps only what has an id of its own, or keeps nothing. */
export type Versioning = 'enabled' | 'suspended' | 'off';

export async function bucketVersioning(s3: S3Client, Bucket: string, abortSignal: AbortSignal): Promise<Versioning> {
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }), { abortSignal });
  return Status === 'Enabled' ? 'enabled' : Status === 'Suspended' ? 'suspended' : 'off';
}

/** Once on it is never off again: S3 only suspends it. */
export async function putBucketVersioning(s3: S3Client, Bucket: string, to: Exclude<Versioning, 'off'>, abortSignal: AbortSignal): Promise<void> {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: to === 'enabled' ? 'Enabled' : 'Suspended' } }), { abortSignal });
}
