import type { RequestShape } from '../load/jobs.js';
import type { LoadClient } from '../load/load-client.js';
import type { Coffer } from '../services/coffer.js';

/** The bucket of every row, ours and the controls'. */
export const BUCKET = 'bench';

/** SSE-KMS under the account's `aws/s3` key. */
export const SSE_KMS = [['x-amz-server-side-encryption', 'aws:kms']] as const;
export const SSE_KMS_BUCKET_KEY = [...SSE_KMS, ['x-amz-server-side-encryption-bucket-key-enabled', 'true']] as const;

/** `/bench/PREFIX-0000000` and so on: names of one length, so that every request of a job has one size. */
export function targets(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `/${BUCKET}/${prefix}-${String(index).padStart(7, '0')}`);
}

export async function createBucket(client: LoadClient, coffer: Coffer): Promise<void> {
  const shape: RequestShape = { port: coffer.s3Port, method: 'PUT', headers: [], credentials: coffer.credentials, bodyBytes: 0 };
  await client.run({ kind: 'small', ...shape, connections: 1, targets: [`/${BUCKET}`] });
}
