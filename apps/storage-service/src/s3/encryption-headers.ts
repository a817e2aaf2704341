import { parseContext, type EncryptionContext } from '@coffer/context';

import { StorageError } from '../errors/storage-error.js';
import type { AppliedEncryption, BucketEncryption, EncryptionChoice } from '../sse/encryption.js';
import { ARN_PAIR } from '../sse/sealing.js';

import { requireConfidential } from './confidential.js';
import { invalidAlgorithm, parseCustomerKey } from './customer-key.js';
import { notImplemented } from './not-implemented.js';
import { header, type S3Request } from './request.js';

const SSE = 'x-amz-server-side-encryption';
const KEY_ID = `${SSE}-aws-kms-key-id`;
const CONTEXT = `${SSE}-context`;
const BUCKET_KEY = `${SSE}-bucket-key-enabled`;
/** AWS's limit for a KeyId. */
export const KEY_ID_LENGTH_MAX = 2_048;

/** Whether a write says itself how it is to be sealed. */
export function asksForEncryption(request: S3Request): boolean {
  return header(request, SSE) !== undefined || header(request, `${SSE}-customer-algorithm`) !== undefined;
}

/**
 * What a write asks for, or else what its bucket does by default. Keys go into `secrets`. Throws InvalidArgument, InvalidEncryptionAlgorithmError,
 * InvalidRequest.
 */
export function parseEncryption(request: S3Request, secrets: DisposableStack, byDefault: BucketEncryption): EncryptionChoice {
  const mode = header(request, SSE);
  const key = parseCustomerKey(request, secrets, 'write');
  if (key !== undefined) {
    if (mode !== undefined) {
      throw invalid('Server Side Encryption with Customer provided key is incompatible with the encryption method specified', SSE, mode);
    }
    refuseKmsHeaders(request, SSE);
    return { mode: 'SSE-C', key };
  }
  switch (mode) {
    case undefined:
      refuseKmsHeaders(request, mode);
      return byDefault.mode === 'aws:kms' ? kmsChoice(request, byDefault.keyId ?? '', byDefault) : { mode: 'default' };
    case 'AES256':
      refuseKmsHeaders(request, mode);
      return { mode };
    case 'aws:kms':
      return kmsChoice(request, header(request, KEY_ID) ?? '', byDefault);
    case 'aws:kms:dsse':
      throw notImplemented('dual-layer encryption', { Header: SSE });
    default:
      throw invalidAlgorithm(mode, SSE);
  }
}

/** A key or context without the mode that uses it would be dropped in silence, and the user would believe that it holds. */
function refuseKmsHeaders(request: S3Request, mode: string | undefined): void {
  for (const name of [KEY_ID, CONTEXT]) {
    const value = header(request, name);
    if (value === undefined) continue;
    const message = mode === undefined
      ? `Server Side Encryption with AWS KMS managed key requires HTTP header ${SSE} : aws:kms`
      : `The ${name} header is only valid with the HTTP header ${SSE} : aws:kms`;
    throw invalid(message, SSE, mode ?? 'null');
  }
  parseBucketKey(request);
}

/** A request that asks for SSE-KMS and names no key gets the AWS managed one, whatever its bucket's default names; of bucket keys the bucket's default holds. */
function kmsChoice(request: S3Request, keyId: string, byDefault: BucketEncryption): EncryptionChoice {
  requireConfidential(request, 'Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.');
  if (keyId.length > KEY_ID_LENGTH_MAX) throw invalid('The KMS key id is too long.', KEY_ID, '');
  const contextText = header(request, CONTEXT);
  return {
    mode: 'aws:kms',
    bucketKey: parseBucketKey(request) ?? byDefault.bucketKey,
    ...(keyId !== '' && { keyId }),
    ...(contextText !== undefined && { context: contextOfHeader(contextText) }),
  };
}

function parseBucketKey(request: S3Request): boolean | undefined {
  const text = header(request, BUCKET_KEY);
  if (text === undefined) return undefined;
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return lower === 'true';
  throw invalid(`The value of ${BUCKET_KEY} must be true or false.`, BUCKET_KEY, text);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Base64 of UTF-8 JSON, an object of strings, without the pair that S3 binds itself: two of one name could not both be bound. The value never
 * goes into an error: users put names into it.
 */
function contextOfHeader(text: string): EncryptionContext {
  try {
    if (!BASE64.test(text)) throw new Error('not base64');
    const context = parseContext(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'))));
    if (context.has(ARN_PAIR)) throw new Error('the pair that S3 binds itself');
    return context;
  } catch (cause) {
    const message = `The header '${CONTEXT}' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map`;
    throw new StorageError('InvalidArgument', message, { cause, details: { ArgumentName: CONTEXT } });
  }
}

/**
 * Reading, and writing into an upload whose encryption is fixed: these headers mean nothing there. Throws InvalidArgument.
 */
export function refuseEncryptionHeaders(request: S3Request): void {
  for (const name of [SSE, KEY_ID, CONTEXT, BUCKET_KEY]) {
    const value = header(request, name);
    if (value === undefined) continue;
    throw invalid(`${name} header is not supported for this operation.`, name, name === SSE ? value : '');
  }
}

/** Appends what was done. The context goes back as the user sent it, and only from the write that brought it. */
export function pushEncryption(headers: string[], applied: AppliedEncryption, request?: S3Request): void {
  switch (applied.mode) {
    case 'AES256':
      headers.push(SSE, 'AES256');
      return;
    case 'SSE-C':
      headers.push(`${SSE}-customer-algorithm`, 'AES256', `${SSE}-customer-key-MD5`, applied.keyMd5);
      return;
    case 'aws:kms': {
      headers.push(SSE, 'aws:kms', KEY_ID, applied.keyArn);
      if (applied.bucketKey) headers.push(BUCKET_KEY, 'true');
      const context = request && header(request, CONTEXT);
      if (context !== undefined) headers.push(CONTEXT, context);
    }
  }
}

function invalid(message: string, argument: string, value: string): StorageError {
  return new StorageError('InvalidArgument', message, { details: { ArgumentName: argument, ArgumentValue: value } });
}
