import { randomBytes } from 'node:crypto';

import type { Secret } from '@coffer/crypto';

import type { ObjectName, UploadEntry, UploadName } from '../engine/object-index.js';
import { StorageError } from '../errors/storage-error.js';
import type { AppliedEncryption } from '../sse/encryption.js';
import { appliedBy } from '../sse/envelope.js';
import type { ObjectIdentity } from '../sse/identity.js';

import type { CreateUpload, CreatedUpload, PartListing } from './commands.js';
import { removeBodies, type ObjectsDeps } from './deps.js';
import type { UploadRecord } from './record.js';
import { clearOf, openRecord, recordKeyOf, sealRecord } from './record-seal.js';
import { decodePart, decodeUpload, encodeUpload } from './upload-codec.js';

const UPLOAD_ID_SIZE = 24;

/** An upload as the index has it, not yet authenticated. Its id is the version that every part, and the finished object, is bound to. */
export interface PendingUpload {
  readonly name: UploadName;
  readonly stored: Buffer;
  readonly record: UploadRecord;
  readonly identity: ObjectIdentity;
}

/** Begins an upload under a key of its own, the same for all its parts. */
export async function createUpload(deps: ObjectsDeps, create: CreateUpload): Promise<CreatedUpload> {
  const uploadId = randomBytes(UPLOAD_ID_SIZE).toString('base64url');
  const name = { ...create.name, uploadId };
  const identity = identityOf(name);
  const { objectKey, envelope } = await deps.sealing.create(create.caller, create.encryption, identity);
  using _zeroed = objectKey;
  using recordKey = recordKeyOf(objectKey);
  const completion = envelope.mode === 'customer' ? { completion: await deps.sealing.keep(recordKey, identity) } : {};
  const checksum = create.checksum && { checksum: create.checksum };
  const tags = create.tags === undefined || create.tags.size === 0 ? {} : { tags: create.tags };
  const record: UploadRecord = { initiatedMs: deps.now(), metadata: create.metadata, envelope, ...checksum, ...tags, ...completion };
  await deps.index.createUpload({ name, record: sealRecord(recordKey, 'upload', identity, encodeUpload(record), {}) });
  return { uploadId, encryption: appliedBy(envelope), ...checksum };
}

/** What an upload was begun with; undefined if there is none. Its record is not authenticated: no key was asked for. */
export async function uploadEncryption(deps: ObjectsDeps, name: ObjectName, uploadId: string): Promise<AppliedEncryption | undefined> {
  const entry = await deps.index.findUpload({ ...name, uploadId });
  return entry && appliedBy(pendingUpload(entry).record.envelope);
}

/** Removes an upload and its parts. Throws NoSuchUpload. */
export async function abortUpload(deps: ObjectsDeps, name: ObjectName, uploadId: string): Promise<void> {
  const { removed, freed } = await deps.index.removeUpload({ ...name, uploadId });
  if (!removed) throw noSuchUpload(uploadId);
  removeBodies(deps, freed);
}

export async function listParts(
  deps: ObjectsDeps,
  name: ObjectName,
  uploadId: string,
  page: { readonly after: number; readonly limit: number },
): Promise<PartListing> {
  const upload = await findUpload(deps, { ...name, uploadId });
  const found = await deps.index.scanParts(upload.name, { after: page.after, limit: page.limit + 1 });
  const parts = found.slice(0, page.limit).map(({ record }) => {
    const { number, etag, size, modifiedMs } = decodePart(clearOf(record));
    return { number, etag, size, modified: new Date(modifiedMs) };
  });
  const last = parts.at(-1);
  const nextAfter = found.length > page.limit ? { nextAfter: last?.number ?? page.after } : {};
  return { parts, ...nextAfter, ...(upload.record.checksum && { checksum: upload.record.checksum }) };
}

/** Throws NoSuchUpload. */
export async function findUpload(deps: ObjectsDeps, name: UploadName): Promise<PendingUpload> {
  const entry = await deps.index.findUpload(name);
  if (!entry) throw noSuchUpload(name.uploadId);
  return pendingUpload(entry);
}

export function pendingUpload({ name, record }: UploadEntry): PendingUpload {
  return { name, stored: record, record: decodeUpload(clearOf(record)), identity: identityOf(name) };
}

/** Throws InternalError, "damaged", if the upload's record is not as it was written. */
export function authenticateUpload(upload: PendingUpload, recordKey: Secret): void {
  openRecord(recordKey, 'upload', upload.identity, upload.stored);
}

export function noSuchUpload(uploadId: string): StorageError {
  return new StorageError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { details: { UploadId: uploadId } },
  );
}

function identityOf({ bucket, key, uploadId }: UploadName): ObjectIdentity {
  return { bucket, key, version: Buffer.from(uploadId) };
}
