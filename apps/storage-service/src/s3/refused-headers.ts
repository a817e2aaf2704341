import { StorageError } from '../errors/storage-error.js';

import { notImplemented } from './not-implemented.js';
import { header, type S3Request } from './request.js';

interface Refusal {
  /** Values that ask for nothing more than what happens anyway, in lower case. */
  readonly harmless: readonly string[];
  readonly refuse: (name: string, value: string) => StorageError;
}

const unsupported = (name: string): StorageError => notImplemented(`the header ${name}`, { Header: name });
const noAcls = (): StorageError => new StorageError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
const noLock = (): StorageError => new StorageError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
const noClass = (_: string, value: string): StorageError =>
  new StorageError('InvalidStorageClass', 'The storage class you specified is not valid', { details: { StorageClassRequested: value } });

/** Headers that ask for what is not done here. To pass over one in silence would be to promise it. */
const refusals: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ['x-amz-acl', { harmless: ['private', 'bucket-owner-full-control'], refuse: noAcls }],
  ['x-amz-grant-full-control', { harmless: [], refuse: noAcls }],
  ['x-amz-grant-read', { harmless: [], refuse: noAcls }],
  ['x-amz-grant-read-acp', { harmless: [], refuse: noAcls }],
  ['x-amz-grant-write', { harmless: [], refuse: noAcls }],
  ['x-amz-grant-write-acp', { harmless: [], refuse: noAcls }],
  ['x-amz-storage-class', { harmless: ['standard'], refuse: noClass }],
  ['x-amz-website-redirect-location', { harmless: [], refuse: unsupported }],
  ['x-amz-object-lock-mode', { harmless: [], refuse: noLock }],
  ['x-amz-object-lock-retain-until-date', { harmless: [], refuse: noLock }],
  ['x-amz-object-lock-legal-hold', { harmless: ['off'], refuse: noLock }],
  ['x-amz-bypass-governance-retention', { harmless: ['false', 'true'], refuse: unsupported }],
  ['x-amz-bucket-object-lock-enabled', { harmless: ['false'], refuse: unsupported }],
  ['x-amz-object-ownership', { harmless: ['bucketownerenforced'], refuse: unsupported }],
  ['x-amz-write-offset-bytes', { harmless: [], refuse: unsupported }],
  ['x-amz-rename-source', { harmless: [], refuse: unsupported }],
  ['x-amz-mfa', { harmless: [], refuse: unsupported }],
  ['x-amz-if-match-last-modified-time', { harmless: [], refuse: unsupported }],
  ['x-amz-if-match-size', { harmless: [], refuse: unsupported }],
  ['x-amz-optional-object-attributes', { harmless: ['restorestatus', ''], refuse: unsupported }],
]);

/** Throws for the first header that asks for what is not done here: AWS's own error where it has one, else NotImplemented. */
export function refuseUnsupportedHeaders(request: S3Request): void {
  for (const name in request.headers) {
    if (!name.startsWith('x-amz-')) continue;
    const refusal = refusals.get(name);
    if (refusal === undefined) continue;
    const value = header(request, name) ?? '';
    if (!refusal.harmless.includes(value.toLowerCase())) throw refusal.refuse(name, value);
  }
}
