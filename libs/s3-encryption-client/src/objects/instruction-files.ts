import { GetObjectCommand, PutObjectCommand, type GetObjectCommandInput, type PutObjectCommandInput } from '@aws-sdk/client-s3';

import { S3EncryptionError } from '../errors.js';
import { decodeInstructionFile, encodeInstructionFile, instructionFileMetadata, INSTRUCTION_FILE_SIZE_MAX, INSTRUCTION_SUFFIX } from '../format/instruction-file.js';
import type { StringMap } from '../string-map.js';
import { sending, type CallOptions } from './call-options.js';
import type { Settings } from './settings.js';

export interface ObjectAddress {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
}

export function instructionFileName({ Bucket, Key }: ObjectAddress, suffix = INSTRUCTION_SUFFIX): ObjectAddress {
  return { Bucket, Key: `${Key ?? ''}${suffix}` };
}

/** What the file shares with its object: who pays, who owns the bucket, and how the store encrypts what it keeps. */
type Shared = Pick<PutObjectCommandInput, 'RequestPayer' | 'ExpectedBucketOwner' | 'ServerSideEncryption' | 'SSEKMSKeyId' | 'SSEKMSEncryptionContext' | 'BucketKeyEnabled' | 'ACL'>;

export async function writeInstructionFile({ s3 }: Settings, file: ObjectAddress, entries: StringMap, options: CallOptions, shared: Shared = {}): Promise<void> {
  const names = ['RequestPayer', 'ExpectedBucketOwner', 'ServerSideEncryption', 'SSEKMSKeyId', 'SSEKMSEncryptionContext', 'BucketKeyEnabled', 'ACL'] as const;
  const kept: Shared = Object.fromEntries(names.filter((name) => shared[name] !== undefined).map((name) => [name, shared[name]]));
  const body = Buffer.from(encodeInstructionFile(entries));
  await s3.send(new PutObjectCommand({ ...kept, ...file, Body: body, Metadata: { ...instructionFileMetadata }, ContentType: 'application/json' }), sending(options));
}

/** The entries of a file, or undefined if there is none. Refuses with `InstructionFile` one that is no such file or too long. */
export async function readInstructionFile({ s3 }: Settings, file: ObjectAddress, options: CallOptions, shared: Pick<GetObjectCommandInput, 'RequestPayer' | 'ExpectedBucketOwner'> = {}): Promise<StringMap | undefined> {
  const { RequestPayer, ExpectedBucketOwner } = shared;
  const access = { ...(RequestPayer === undefined ? {} : { RequestPayer }), ...(ExpectedBucketOwner === undefined ? {} : { ExpectedBucketOwner }) };
  const output = await s3.send(new GetObjectCommand({ ...access, ...file }), sending(options)).catch((error: unknown) => {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  });
  if (output === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (output.Body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > INSTRUCTION_FILE_SIZE_MAX) throw new S3EncryptionError('InstructionFile', `The instruction file has more than ${INSTRUCTION_FILE_SIZE_MAX} bytes: it is another object.`);
    chunks.push(chunk);
  }
  return decodeInstructionFile(Buffer.concat(chunks).toString('utf8'));
}
