import type { AuditEvent, AuditParameters, AuditResource } from '@coffer/audit';
import type { Caller } from '@coffer/iam';

import type { StorageError } from '../errors/storage-error.js';
import type { Answer } from '../s3/answer.js';
import type { Operation } from '../s3/operation.js';

import type { Exchange } from './exchange.js';

/** What came of an exchange. */
export interface Outcome {
  readonly answer: Answer;
  /** Why it was refused, if it was. */
  readonly error?: StorageError | undefined;
  /** Bytes of body that were sent; 0 before anything was. */
  readonly sent: number;
}

/** An exchange that came to an operation of somebody: all others have nothing to record but that somebody knocked. */
export interface Recordable {
  readonly operation: Operation;
  readonly caller: Caller;
}

/** Operations on buckets that CloudTrail counts as uses of objects. */
const DATA_ON_BUCKETS: ReadonlySet<string> = new Set(['DeleteObjects', 'HeadBucket', 'ListMultipartUploads', 'ListObjects', 'ListObjectsV2', 'ListObjectVersions']);

/** Where CloudTrail has another name for an operation than S3's API. */
const EVENT_NAMES: ReadonlyMap<string, string> = new Map([
  ['DeletePublicAccessBlock', 'DeleteBucketPublicAccessBlock'],
  ['GetPublicAccessBlock', 'GetBucketPublicAccessBlock'],
  ['ListObjectsV2', 'ListObjects'],
  ['PutPublicAccessBlock', 'PutBucketPublicAccessBlock'],
]);

/** Headers of a request that an event tells: what they ask for, never what proves a caller or opens an object. */
const TOLD_HEADERS = [
  'x-amz-copy-source', 'x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id', 'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-server-side-encryption-customer-algorithm',
] as const;

const READ_ONLY = /^(Get|Head|List)/;

const MODE = 'x-amz-server-side-encryption';
const MODES: ReadonlyMap<string, string> = new Map([['AES256', 'SSE_S3'], ['aws:kms', 'SSE_KMS'], ['aws:kms:dsse', 'DSSE_KMS']]);

/** Whether an operation manages buckets, or uses objects. */
export function categoryOf(operation: Operation): 'Management' | 'Data' {
  return 'key' in operation || DATA_ON_BUCKETS.has(operation.name) ? 'Data' : 'Management';
}

/** The event of an exchange, in CloudTrail's names. Everything that it tells is listed here by name. */
export function s3Event(exchange: Exchange, { operation, caller }: Recordable, outcome: Outcome, eventId: string, time: Date, hostId: string): AuditEvent {
  const { error } = outcome;
  const name = nameOf(operation);
  return {
    eventId,
    time,
    source: 's3.amazonaws.com',
    operation: name,
    category: categoryOf(operation),
    readOnly: READ_ONLY.test(name),
    caller,
    requestId: exchange.id,
    parameters: parametersOf(exchange, operation),
    made: READ_ONLY.test(name) ? undefined : madeOf(outcome.answer),
    additional: additionalOf(exchange, caller, outcome, hostId),
    keyArns: [],
    resources: resourcesOf(operation, exchange.bucketOwner),
    error: error && { code: error.code, message: error.message },
  };
}

function nameOf(operation: Operation): string {
  // Settings that are only read go by the action that reading them takes.
  if ('setting' in operation) return operation.setting.action.slice('s3:'.length);
  return EVENT_NAMES.get(operation.name) ?? operation.name;
}

function parametersOf({ request: { headers } }: Exchange, operation: Operation): AuditParameters {
  const { bucket, key, versionId, uploadId, partNumber } = operation as Partial<Record<'bucket' | 'key' | 'versionId' | 'uploadId', string>> & { readonly partNumber?: number };
  const parameters: Record<string, string | number | undefined> = { bucketName: bucket, key, versionId, uploadId, partNumber };
  for (const name of TOLD_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') parameters[name] = value;
  }
  return parameters;
}

/** The version or delete marker that a change made, or removed. */
function madeOf({ headers }: Answer): AuditParameters | undefined {
  const versionId = valueOf(headers, 'x-amz-version-id');
  return versionId === undefined ? undefined : { 'x-amz-version-id': versionId, 'x-amz-delete-marker': valueOf(headers, 'x-amz-delete-marker') };
}

function additionalOf({ body, request: { headers } }: Exchange, caller: Caller, { answer, sent }: Outcome, hostId: string): AuditParameters {
  return {
    AuthenticationMethod: caller.type === 'Anonymous' ? undefined : headers.authorization === undefined ? 'QueryString' : 'AuthHeader',
    bytesTransferredIn: body.received,
    bytesTransferredOut: sent,
    SSEApplied: modeOf(answer.headers),
    keyArn: valueOf(answer.headers, `${MODE}-aws-kms-key-id`),
    'x-amz-id-2': hostId,
  };
}

function modeOf(headers: readonly string[]): string | undefined {
  if (valueOf(headers, `${MODE}-customer-algorithm`) !== undefined) return 'SSE_C';
  const mode = valueOf(headers, MODE);
  return mode === undefined ? undefined : MODES.get(mode);
}

/** A header of an answer. Names stand at even places; a value that looks like a name is none. */
function valueOf(headers: readonly string[], name: string): string | undefined {
  for (let at = 0; at < headers.length; at += 2) if (headers[at] === name) return headers[at + 1];
  return undefined;
}

/** The bucket's owner is named, so that an account finds what others did with its bucket. */
function resourcesOf(operation: Operation, accountId: string | undefined): readonly AuditResource[] {
  if (!('bucket' in operation)) return [];
  const bucket: AuditResource = { arn: `arn:aws:s3:::${operation.bucket}`, type: 'AWS::S3::Bucket', accountId };
  return 'key' in operation ? [{ arn: `${bucket.arn}/${operation.key}`, type: 'AWS::S3::Object', accountId }, bucket] : [bucket];
}
