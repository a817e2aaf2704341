import type { PutObjectCommandInput } from '@aws-sdk/client-s3';

import { PLAINTEXT_SIZE_MAX } from '../algorithm-suite.js';
import { S3EncryptionError } from '../errors.js';

export type PutBody = PutObjectCommandInput['Body'] | AsyncIterable<Uint8Array>;

export interface BodySource {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** In bytes, where it is known before the body is read. */
  readonly length?: number;
}

/** Bytes that lie in memory go through the cipher in steps, so that what it gives is never as large again. */
const STEP_SIZE = 262_144;

/**
 * A body as the SDK's users give one: nothing, text, bytes, a Blob, a stream of Node's or of the web. Its chunks throw `LengthMismatch` if it
 * has not as many bytes as `contentLength` says, and `TooLarge` past what the cipher may take under one key.
 */
export function bodySource(body: PutBody, contentLength: number | undefined): BodySource {
  const source = unchecked(body);
  const length = source.length ?? contentLength;
  if (contentLength !== undefined && length !== contentLength) throw lengthMismatch();
  if (length !== undefined && length > PLAINTEXT_SIZE_MAX) throw tooLarge();
  return { chunks: counted(source.chunks, length), ...(length === undefined ? {} : { length }) };
}

function unchecked(body: PutBody): BodySource {
  if (body === undefined) return inSteps(new Uint8Array(0));
  if (typeof body === 'string') return inSteps(Buffer.from(body));
  if (ArrayBuffer.isView(body)) return inSteps(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  if (body instanceof Blob) return { chunks: body.stream(), length: body.size };
  if (typeof body === 'object' && Symbol.asyncIterator in body) return { chunks: body as AsyncIterable<Uint8Array> };
  throw new S3EncryptionError('InvalidArgument', 'The body is neither text, bytes, a Blob nor a stream.');
}

function inSteps(bytes: Uint8Array): BodySource {
  const steps = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += STEP_SIZE) yield bytes.subarray(at, at + STEP_SIZE);
  };
  return { chunks: steps(), length: bytes.length };
}

async function* counted(chunks: AsyncIterable<Uint8Array | string>, expected: number | undefined): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const given of chunks) {
    const chunk = typeof given === 'string' ? Buffer.from(given) : given;
    count += chunk.length;
    if (count > PLAINTEXT_SIZE_MAX) throw tooLarge();
    if (expected !== undefined && count > expected) throw lengthMismatch();
    yield chunk;
  }
  if (expected !== undefined && count !== expected) throw lengthMismatch();
}

function lengthMismatch(): S3EncryptionError {
  return new S3EncryptionError('LengthMismatch', 'The body has another length than ContentLength says.');
}

function tooLarge(): S3EncryptionError {
  return new S3EncryptionError('TooLarge', `A body has at most ${PLAINTEXT_SIZE_MAX} bytes: AES-GCM encrypts no more under one key.`);
}
