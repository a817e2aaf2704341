import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, PutObjectCommand, UploadPartCommand, type S3Client,
} from '@aws-sdk/client-s3';
import type { KMSClient } from '@aws-sdk/client-kms';
import { customerKeyInput, sealInput } from '../encryption/seal.js';
import type { PreparedBody, SentPart, UploadJob, UploadTransport } from './upload-transport.js';

/** Uploads by S3's API. A part is read of its file when it is sent, and is in memory only then. */
export class S3Transport implements UploadTransport {
  constructor(
    private readonly s3: S3Client,
    private readonly kms: () => KMSClient,
  ) {}

  async prepare({ file, seal }: UploadJob, signal: AbortSignal): Promise<PreparedBody> {
    if (seal.mode !== 'client-side') return { body: file, metadata: {} };
    const { sealFile } = await import('../encryption/client-side.js');
    return sealFile(file, seal, this.kms(), signal);
  }

  async put(job: UploadJob, { body, metadata }: PreparedBody, abortSignal: AbortSignal): Promise<void> {
    await this.s3.send(new PutObjectCommand({ ...target(job), ...described(job, metadata), ...sealInput(job.seal), Body: await bytesOf(body) }), { abortSignal });
  }

  async begin(job: UploadJob, { metadata }: PreparedBody, abortSignal: AbortSignal): Promise<string> {
    const { UploadId } = await this.s3.send(new CreateMultipartUploadCommand({ ...target(job), ...described(job, metadata), ...sealInput(job.seal) }), { abortSignal });
    if (UploadId === undefined) throw new Error('The store began no upload.');
    return UploadId;
  }

  async putPart(job: UploadJob, UploadId: string, PartNumber: number, bytes: Blob, abortSignal: AbortSignal): Promise<SentPart> {
    const key = job.seal.mode === 'SSE-C' ? customerKeyInput(job.seal.customerKey) : {};
    const command = new UploadPartCommand({ ...target(job), UploadId, PartNumber, ...key, Body: await bytesOf(bytes) });
    const { ETag = '', ChecksumCRC32 } = await this.s3.send(command, { abortSignal });
    return { PartNumber, ETag, ...(ChecksumCRC32 === undefined ? {} : { ChecksumCRC32 }) };
  }

  async complete(job: UploadJob, UploadId: string, parts: readonly SentPart[]): Promise<void> {
    await this.s3.send(new CompleteMultipartUploadCommand({ ...target(job), UploadId, MultipartUpload: { Parts: [...parts] } }));
  }

  async abort(job: UploadJob, UploadId: string): Promise<void> {
    await this.s3.send(new AbortMultipartUploadCommand({ ...target(job), UploadId }));
  }
}

function target({ bucket, key }: UploadJob): { Bucket: string; Key: string } {
  return { Bucket: bucket, Key: key };
}

function described({ file }: UploadJob, metadata: Readonly<Record<string, string>>): { ContentType: string; Metadata?: Record<string, string> } {
  return { ContentType: file.type === '' ? 'application/octet-stream' : file.type, ...(Object.keys(metadata).length === 0 ? {} : { Metadata: { ...metadata } }) };
}

/** Bytes rather than a stream: browsers send streams over HTTP/2 only, and a retry needs them again. */
async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
