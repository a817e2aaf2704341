import { createHash, timingSafeEqual } from 'node:crypto';

import { Secret } from '@coffer/crypto';

import { StorageError } from '../errors/storage-error.js';
import type { CustomerKey } from '../sse/encryption.js';

import { requireConfidential } from './confidential.js';
import { header, type S3Request } from './request.js';

const KEY_SIZE = 32;
const MD5_SIZE = 16;

interface HeaderNames {
  readonly algorithm: string;
  readonly key: string;
  readonly md5: string;
}

const names = namesWith('x-amz-server-side-encryption-customer-');
const sourceNames = namesWith('x-amz-copy-source-server-side-encryption-customer-');

/** Writing: a key that is not right cannot seal. Reading: one without its MD5 is answered as a wrong one, as AWS does. */
type Use = 'write' | 'read';

/**
 * The three headers of SSE-C: algorithm, key, and the key's MD5, all or none. Undefined for none. The key goes into `secrets`, which the
 * corridor disposes of when the request has ended.
 */
export function parseCustomerKey(request: S3Request, secrets: DisposableStack, use: Use): CustomerKey | undefined {
  return parseTriplet(request, secrets, names, use);
}

/** The same three of the source of a copy. */
export function parseSourceCustomerKey(request: S3Request, secrets: DisposableStack): CustomerKey | undefined {
  return parseTriplet(request, secrets, sourceNames, 'read');
}

function parseTriplet(request: S3Request, secrets: DisposableStack, triplet: HeaderNames, use: Use): CustomerKey | undefined {
  const algorithm = header(request, triplet.algorithm);
  const key = header(request, triplet.key);
  const md5 = header(request, triplet.md5);
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  requireConfidential(request, 'Requests specifying Server Side Encryption with Customer provided keys must be made over a secure connection.');
  checkAlgorithm(algorithm);
  if (key === undefined || key === '') {
    throw invalid('Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.');
  }
  if (md5 === undefined) throw missingMd5(use);
  const bytes = Buffer.from(key, 'base64');
  const secret = secrets.use(Secret.copyOf(bytes));
  try {
    checkKey(bytes, md5);
  } finally {
    bytes.fill(0);
  }
  return { secret, md5 };
}

function namesWith(prefix: string): HeaderNames {
  return { algorithm: `${prefix}algorithm`, key: `${prefix}key`, md5: `${prefix}key-md5` };
}

function checkAlgorithm(algorithm: string | undefined): void {
  if (algorithm === 'AES256') return;
  if (algorithm === undefined || algorithm === '') {
    throw invalid('Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.');
  }
  throw invalidAlgorithm(algorithm, 'x-amz-server-side-encryption-customer-algorithm');
}

function checkKey(key: Buffer, md5: string): void {
  if (key.length !== KEY_SIZE) throw invalid('The secret key was invalid for the specified algorithm.');
  const claimed = Buffer.from(md5, 'base64');
  const computed = createHash('md5').update(key).digest();
  if (claimed.length === MD5_SIZE && timingSafeEqual(claimed, computed)) return;
  throw invalid('The calculated MD5 hash of the key did not match the hash that was provided.');
}

function missingMd5(use: Use): StorageError {
  if (use === 'write') return invalid('The secret key was invalid for the specified algorithm.');
  const message = 'Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.';
  return new StorageError('AccessDenied', message);
}

/** AWS names this header in every such refusal, whichever of the three is wrong. */
function invalid(message: string): StorageError {
  return new StorageError('InvalidArgument', message, { details: { ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: 'null' } });
}

export function invalidAlgorithm(value: string, argument: string): StorageError {
  const message = 'The Encryption request you specified is not valid. Supported value: AES256.';
  return new StorageError('InvalidEncryptionAlgorithmError', message, { details: { ArgumentName: argument, ArgumentValue: value } });
}
