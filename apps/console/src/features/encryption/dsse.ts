import { AbortMultipartUploadCommand, CreateMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clients } from '../../clients/clients.js';
import { s3Of } from '../../clients/s3-client.js';

const PROBE = '.coffer-console-asks';

/** Asked once a session. */
class Dsse {
  #answer: Promise<boolean> | undefined;

  constructor(private readonly s3: S3Client) {}

  /** Whether the store seals in two layers: asked by an upload that is begun and ended at once, and leaves nothing. */
  ask(bucket: string): Promise<boolean> {
    return (this.#answer ??= this.#asked(bucket));
  }

  destroy(): void {
    this.#answer = undefined;
  }

  async #asked(Bucket: string): Promise<boolean> {
    try {
      const { UploadId } = await this.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: PROBE, ServerSideEncryption: 'aws:kms:dsse' }));
      await this.s3.send(new AbortMultipartUploadCommand({ Bucket, Key: PROBE, UploadId }));
      return true;
    } catch {
      return false;
    }
  }
}

const make = (clients: Clients): Dsse => new Dsse(s3Of(clients));

export async function hasDsse(clients: Clients, bucket: string): Promise<boolean> {
  return clients.of(make).ask(bucket);
}
