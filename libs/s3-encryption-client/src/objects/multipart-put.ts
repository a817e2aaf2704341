import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand,
  type CompletedPart, type PutObjectCommandOutput, type UploadPartCommandInput,
} from '@aws-sdk/client-s3';

import { TAG_SIZE } from '../algorithm-suite.js';
import { S3EncryptionError } from '../errors.js';
import { sending, type TransferOptions } from './call-options.js';
import type { PartBuffers } from './part-buffers.js';
import type { Part } from './parts.js';
import { writeFile, type SealedPut } from './sealed-put.js';
import type { Settings } from './settings.js';

export const PARTS_MAX = 10_000;

export interface PartStream {
  readonly first: Part;
  readonly rest: AsyncGenerator<Part>;
  readonly buffers: PartBuffers;
}

/** One multipart upload for one sealed body. If anything fails, or the caller aborts, the upload is aborted and nothing of it is kept. */
export async function multipartPut(settings: Settings, put: SealedPut, parts: PartStream, options: TransferOptions): Promise<PutObjectCommandOutput> {
  const { s3 } = settings;
  const { IfMatch, IfNoneMatch, ...input } = put.input;
  const ChecksumAlgorithm = input.ChecksumAlgorithm ?? ((await s3.config.requestChecksumCalculation()) === 'WHEN_SUPPORTED' ? 'CRC32' : undefined);
  const create = new CreateMultipartUploadCommand({ ...input, ...(ChecksumAlgorithm === undefined ? {} : { ChecksumAlgorithm }) });
  const { UploadId } = await s3.send(create, sending(options));
  const upload = { Bucket: input.Bucket, Key: input.Key, UploadId, ...accessOf(input) };
  try {
    const Parts = await uploadedParts(settings, { ...upload, ...(ChecksumAlgorithm === undefined ? {} : { ChecksumAlgorithm }) }, parts, put, options);
    await writeFile(settings, put, options);
    const conditions = { ...(IfMatch === undefined ? {} : { IfMatch }), ...(IfNoneMatch === undefined ? {} : { IfNoneMatch }) };
    return await s3.send(new CompleteMultipartUploadCommand({ ...upload, ...conditions, MultipartUpload: { Parts } }), sending(options));
  } catch (error) {
    // The error that is told is the one that came first; an upload that stays is the store's to expire.
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

type AccessInput = Pick<UploadPartCommandInput, 'SSECustomerAlgorithm' | 'SSECustomerKey' | 'SSECustomerKeyMD5' | 'RequestPayer' | 'ExpectedBucketOwner'>;

/** What every request of an upload repeats. */
function accessOf(input: AccessInput): AccessInput {
  const names = ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5', 'RequestPayer', 'ExpectedBucketOwner'] as const;
  return Object.fromEntries(names.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]));
}

async function uploadedParts(settings: Settings, upload: Omit<UploadPartCommandInput, 'PartNumber' | 'Body'>, { first, rest, buffers }: PartStream, put: SealedPut, options: TransferOptions): Promise<CompletedPart[]> {
  const stop = new AbortController();
  const abortSignal = options.abortSignal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.abortSignal]);
  const done: CompletedPart[] = [];
  const underWay = new Set<Promise<void>>();
  let sealed = 0;
  const send = async ({ buffer, bytes, last }: Part, PartNumber: number): Promise<void> => {
    const output = await settings.s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: bytes, ContentLength: bytes.length }), { abortSignal });
    done.push({ PartNumber, ETag: output.ETag, ...checksumsOf(output) });
    sealed += last ? bytes.length - TAG_SIZE : bytes.length;
    options.onProgress?.({ loaded: sealed, ...(put.plaintextLength === undefined ? {} : { total: put.plaintextLength }) });
    buffers.release(buffer);
  };
  const begin = (part: Part, partNumber: number): void => {
    if (partNumber > PARTS_MAX) throw new S3EncryptionError('TooLarge', `An upload has at most ${PARTS_MAX} parts: choose a larger partSize.`);
    const sending = send(part, partNumber).catch((error: unknown) => {
      buffers.fail(error as Error);
    }).finally(() => underWay.delete(sending));
    underWay.add(sending);
  };
  try {
    let partNumber = 1;
    begin(first, partNumber);
    for await (const part of rest) begin(part, (partNumber += 1));
    while (underWay.size > 0) await Promise.all(underWay);
    await buffers.acquire();
  } catch (error) {
    stop.abort();
    while (underWay.size > 0) await Promise.all(underWay);
    throw error;
  }
  return done.toSorted((one, other) => (one.PartNumber ?? 0) - (other.PartNumber ?? 0));
}

function checksumsOf(output: CompletedPart): CompletedPart {
  const names = ['ChecksumCRC32', 'ChecksumCRC32C', 'ChecksumCRC64NVME', 'ChecksumSHA1', 'ChecksumSHA256'] as const;
  return Object.fromEntries(names.filter((name) => output[name] !== undefined).map((name) => [name, output[name]]));
}
