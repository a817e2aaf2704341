import type { Pair } from '../../components/pairs.js';
import type { SealDraft } from '../encryption/seal.js';

/** What a person asked to upload: the file, where it goes, and how it is sealed. */
export interface UploadJob {
  readonly bucket: string;
  readonly key: string;
  readonly file: Blob;
  readonly seal: SealDraft;
  readonly tags?: readonly Pair[];
}

/** What is sent: the file, or what client-side encryption made of it. It is made once, so that a retry sends the same bytes. */
export interface PreparedBody {
  readonly body: Blob;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What completes an upload: the part as the store has it. */
export interface SentPart {
  readonly PartNumber: number;
  readonly ETag: string;
  readonly ChecksumSHA256?: string;
}

/** How bytes reach the store. Everything that is given a signal ends soon after it. */
export interface UploadTransport {
  prepare(job: UploadJob, signal: AbortSignal): Promise<PreparedBody>;
  put(job: UploadJob, prepared: PreparedBody, signal: AbortSignal): Promise<void>;
  begin(job: UploadJob, prepared: PreparedBody, signal: AbortSignal): Promise<string>;
  putPart(job: UploadJob, uploadId: string, number: number, bytes: Blob, signal: AbortSignal): Promise<SentPart>;
  complete(job: UploadJob, uploadId: string, parts: readonly SentPart[]): Promise<void>;
  abort(job: UploadJob, uploadId: string): Promise<void>;
}
