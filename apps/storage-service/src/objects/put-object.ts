import { randomFew, type Secret } from '@coffer/crypto';

import { digesting } from '../digest/digesting.js';
import type { ObjectChange, ObjectEntry, StoredBody, VersionRef } from '../engine/object-index.js';
import { bodyIdentity, type ObjectIdentity } from '../sse/identity.js';
import { appliedBy, type Envelope } from '../sse/envelope.js';

import type { PutObject, PutResult } from './commands.js';
import { commitOrRemove, type ObjectsDeps } from './deps.js';
import type { Hidden, ObjectRecord, RecordBody } from './record.js';
import { decodeRecord, encodeRecord } from './record-codec.js';
import { clearOf, recordKeyOf, sealRecord } from './record-seal.js';
import { storeBody, type StoredSealed } from './store-body.js';
import { encodeSummary, summaryOf } from './summary.js';
import { storedTags } from './tags.js';
import { printVersionId } from './version-id.js';

const VERSION_SIZE = 16;
const ETAG_SIZE = 16;

/**
 * Seals a body under a key of its own and makes it the current object of its name.
 *
 * The body throws at its end if its signature, checksum or length is wrong, so a bad upload never reaches the commit; what was written of it
 * is removed, and the object that was there before stays.
 */
export async function putObject(deps: ObjectsDeps, put: PutObject): Promise<PutResult> {
  const identity = { ...put.name, version: randomFew(VERSION_SIZE) };
  const { objectKey, envelope } = await deps.sealing.create(put.caller, put.encryption, identity);
  using _zeroed = objectKey;
  const digested = digesting(put.body, { ...put.expectations, wantMd5: etagIsMd5(envelope), ...(put.length === undefined ? {} : { length: put.length }) });
  const seal = { key: objectKey, identity: bodyIdentity(identity), segmentSize: envelope.segmentSize };
  const stored = await storeBody(deps.bodies, seal, digested.body);
  deps.meter.sealed(envelope.mode, stored.size);
  const checksum = digested.checksum();
  const record: ObjectRecord = {
    version: identity.version,
    size: stored.size,
    etag: etagOf(envelope, digested.md5()),
    modifiedMs: deps.now(),
    metadata: put.metadata,
    envelope,
    body: recordBodyOf(stored),
  };
  const change = changeOf(put);
  const entry = { ...sealedEntry(objectKey, identity, record, checksum ? { checksum } : {}, storedBodyOf(stored), change), ...storedTags(put.tags) };
  const written = stored.kind === 'single' ? [stored.bodyId] : [];
  const { id } = await commitOrRemove(deps, written, () => deps.index.commitObject(put.name, entry, change));
  return putResult(record, checksum ? { checksum } : {}, { id, hasId: keepsIds(change) });
}

/** S3's rule: the ETag is the MD5 of the plaintext with SSE-S3, and tells nothing with SSE-KMS and SSE-C. */
export function etagIsMd5(envelope: Envelope): boolean {
  return envelope.mode === 's3';
}

/** 32 hex digits, without quotes. */
export function etagOf(envelope: Envelope, md5: Buffer | undefined): string {
  return (etagIsMd5(envelope) && md5 ? md5 : randomFew(ETAG_SIZE)).toString('hex');
}

function sealedEntry(objectKey: Secret, identity: ObjectIdentity, record: ObjectRecord, hidden: Hidden, body: StoredBody, change: ObjectChange): ObjectEntry {
  using recordKey = recordKeyOf(objectKey);
  return entryUnder(recordKey, identity, record, hidden, body, change);
}

/** What the index keeps of an object, sealed under its record key. */
export function entryUnder(recordKey: Secret, identity: ObjectIdentity, record: ObjectRecord, hidden: Hidden, body: StoredBody, change: ObjectChange): ObjectEntry {
  return { summary: encodeSummary(summaryOf(record, keepsIds(change))), record: sealRecord(recordKey, 'object', identity, encodeRecord(record), hidden), body };
}

/** A version without an id of its own, the null version, is not told of: a write that replaces it makes nothing that could be asked for later. */
export function putResult(record: ObjectRecord, hidden: Hidden, version: VersionRef): PutResult {
  const { etag, modifiedMs, envelope } = record;
  const result = { etag, modified: new Date(modifiedMs), encryption: appliedBy(envelope), ...hidden };
  return version.hasId ? { ...result, versionId: printVersionId({ ...version, version: record.version }) } : result;
}

/** How the index is to make a write: If-Match and If-None-Match are evaluated inside the commit. */
export function changeOf({ admit, versioning = 'unversioned' }: Pick<PutObject, 'admit' | 'versioning'>): ObjectChange {
  return admit ? { versioning, guard: (current) => { admit(current && { etag: decodeRecord(clearOf(current)).etag }); } } : { versioning };
}

/** Whether what the change puts has an id of its own. */
export function keepsIds({ versioning }: ObjectChange): boolean {
  return versioning === 'enabled';
}

function recordBodyOf(stored: StoredSealed): RecordBody {
  return stored.kind === 'inline' ? { kind: 'inline' } : { kind: 'single', bodyId: stored.bodyId };
}

function storedBodyOf(stored: StoredSealed): StoredBody {
  return stored.kind === 'inline' ? stored : { kind: 'bodies', ids: [stored.bodyId] };
}

