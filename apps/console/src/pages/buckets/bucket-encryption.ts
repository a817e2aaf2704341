import { GetBucketEncryptionCommand, PutBucketEncryptionCommand, type S3Client } from '@aws-sdk/client-s3';
import type { SealDraft, SealMode } from '../../features/encryption/seal.js';

type Default = Pick<SealDraft, 'mode' | 'keyId' | 'bucketKey'>;

/** What a bucket can seal with by itself. */
export const DEFAULT_MODES: readonly SealMode[] = ['SSE-S3', 'SSE-KMS'];

/** How a bucket seals what says nothing itself. */
export async function bucketDefault(s3: S3Client, Bucket: string, abortSignal: AbortSignal): Promise<Default> {
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }), { abortSignal });
  const rule = ServerSideEncryptionConfiguration?.Rules?.at(0);
  const { SSEAlgorithm = 'AES256', KMSMasterKeyID = '' } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  const mode = SSEAlgorithm === 'aws:kms' ? 'SSE-KMS' : SSEAlgorithm === 'aws:kms:dsse' ? 'DSSE-KMS' : 'SSE-S3';
  return { mode, keyId: KMSMasterKeyID, bucketKey: rule?.BucketKeyEnabled === true };
}

export async function putBucketDefault(s3: S3Client, Bucket: string, { mode, keyId, bucketKey }: Default, abortSignal: AbortSignal): Promise<void> {
  const SSEAlgorithm = mode === 'SSE-KMS' ? 'aws:kms' : mode === 'DSSE-KMS' ? 'aws:kms:dsse' : 'AES256';
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm, ...(mode === 'SSE-S3' || keyId === '' ? {} : { KMSMasterKeyID: keyId }) } as const;
  const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: mode === 'SSE-KMS' && bucketKey }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }), { abortSignal });
}
