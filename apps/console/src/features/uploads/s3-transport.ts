import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, PutObjectCommand, UploadPartCommand, type S3Client,
} from '@aws-sdk/client-s3';
import type { KMSClient } from '@aws-sdk/client-kms';
import { base64Of } from '../../format/encode.js';
import { taggingHeader } from '../tags/tag-rules.js';
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
    await this.s3.send(new PutObjectCommand({ ...target(job), ...described(job, metadata), ...sealInput(job.seal), ...(await digested(body)) }), { abortSignal });
  }

  async begin(job: UploadJob, { metadata }: PreparedBody, abortSignal: AbortSignal): Promise<string> {
    const input = { ...target(job), ...described(job, metadata), ...sealInput(job.seal), ChecksumAlgorithm: 'SHA256' } as const;
    const { UploadId } = await this.s3.send(new CreateMultipartUploadCommand(input), { abortSignal });
    if (UploadId === undefined) throw new Error('The store began no upload.');
    return UploadId;
  }

  async putPart(job: UploadJob, UploadId: string, PartNumber: number, bytes: Blob, abortSignal: AbortSignal): Promise<SentPart> {
    const key = job.seal.mode === 'SSE-C' ? customerKeyInput(job.seal.customerKey) : {};
    const command = new UploadPartCommand({ ...target(job), UploadId, PartNumber, ...key, ...(await digested(bytes)) });
    const { ETag = '', ChecksumSHA256 } = await this.s3.send(command, { abortSignal });
    return { PartNumber, ETag, ...(ChecksumSHA256 === undefined ? {} : { ChecksumSHA256 }) };
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

function described({ file, tags = [] }: UploadJob, metadata: Readonly<Record<string, string>>): { ContentType: string; Tagging: string | undefined; Metadata?: Record<string, string> } {
  return { ContentType: file.type === '' ? 'application/octet-stream' : file.type, Tagging: taggingHeader(tags), ...(Object.keys(metadata).length === 0 ? {} : { Metadata: { ...metadata } }) };
}

/**
 * A body and its digest, which the browser works out beside the page: it is the checksum, and what is signed (clients/s3-client). The SDK would work out two of its own on the
 * page's thread and hand over a copy, so that each part stopped the page for half a second. The body goes as the blob that it is: browsers send streams over HTTP/2
 * only, and a retry needs the bytes again.
 */
async function digested(Body: Blob): Promise<{ readonly Body: Blob; readonly ChecksumAlgorithm: 'SHA256'; readonly ChecksumSHA256: string }> {
  const digest = await crypto.subtle.digest('SHA-256', await Body.arrayBuffer());
  return { Body, ChecksumAlgorithm: 'SHA256', ChecksumSHA256: base64Of(new Uint8Array(digest)) };
}
