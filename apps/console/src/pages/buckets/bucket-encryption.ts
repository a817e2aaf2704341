import { GetBucketEncryptionCommand, PutBucketEncryptionCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clients } from '../../clients/clients.js';
import { problemOf } from '../../clients/problem.js';
import { s3Of } from '../../clients/s3-client.js';
import { emptyDraft, type SealDraft } from '../../features/encryption/seal.js';

type Default = Pick<SealDraft, 'mode' | 'keyId' | 'bucketKey'>;

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

/** Asked once a session. */
class KeepsDefaults {
  #answer: Promise<boolean> | undefined;

  constructor(private readonly s3: S3Client) {}

  /** Whether the store has PutBucketEncryption at all, asked of a bucket that nobody has. */
  ask(): Promise<boolean> {
    return (this.#answer ??= this.#asked());
  }

  destroy(): void {
    this.#answer = undefined;
  }

  async #asked(): Promise<boolean> {
    const nobodys = `asked-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
    try {
      await putBucketDefault(this.s3, nobodys, emptyDraft, AbortSignal.timeout(10_000));
      return true;
    } catch (thrown) {
      return problemOf(thrown).code !== 'NotImplemented';
    }
  }
}

const make = (clients: Clients): KeepsDefaults => new KeepsDefaults(s3Of(clients));

export async function keepsDefaults(clients: Clients): Promise<boolean> {
  return clients.of(make).ask();
}
