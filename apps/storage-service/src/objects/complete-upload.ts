import type { Secret } from '@coffer/crypto';

import { combinedChecksum, compositeChecksum, compositeEtag } from '../digest/multipart.js';
import { StorageError } from '../errors/storage-error.js';
import { assertPartFitsUpload } from '../sse/sealing.js';

import type { Checksum, CompleteUpload, PutResult, UploadChecksum } from './commands.js';
import { commitOrRemove, type ObjectsDeps } from './deps.js';
import { findObject } from './find-object.js';
import { changeOf, entryUnder, keepsIds, putResult } from './put-object.js';
import type { ObjectRecord, PartRecord } from './record.js';
import { clearOf, openRecord, recordKeyOf } from './record-seal.js';
import { storedTags } from './tags.js';
import { decodePart } from './upload-codec.js';
import { authenticateUpload, noSuchUpload, pendingUpload, type PendingUpload } from './uploads.js';

/** S3's smallest part, but for the last, in bytes. */
export const PART_SIZE_MIN = 5 * 1024 ** 2;
const PARTS_PAGE = 1000;

/** A part that the client named and that is there as it was written. */
interface ChosenPart {
  readonly part: PartRecord;
  readonly stored: Buffer;
  readonly checksum?: Checksum;
}

/**
 * The named parts become the object, in one commit: no byte is copied. The record lists them in order and is sealed under the upload's key,
 * so a part that is dropped, doubled or swapped later does not open.
 */
export async function completeUpload(deps: ObjectsDeps, complete: CompleteUpload): Promise<PutResult> {
  const name = { ...complete.name, uploadId: complete.uploadId };
  const entry = await deps.index.findUpload(name);
  if (!entry) return alreadyCompleted(deps, complete);
  const upload = pendingUpload(entry);
  using recordKey = await completionKey(deps, complete, upload);
  authenticateUpload(upload, recordKey);
  const chosen = choose(complete, await storedParts(deps, upload), upload, recordKey);
  const checksum = checksumOf(upload.record.checksum, chosen);
  assertWhole(complete, chosen, checksum);
  const record = recordOf(deps, upload, chosen);
  const hidden = checksum ? { checksum } : {};
  const ids = chosen.map(({ part }) => part.bodyId);
  const change = changeOf(complete);
  const object = { ...entryUnder(recordKey, upload.identity, record, hidden, { kind: 'bodies', ids }, change), ...storedTags(upload.record.tags) };
  const read = new Map(chosen.map(({ part, stored }) => [part.number, stored]));
  const { id } = await commitOrRemove(deps, [], () => deps.index.completeUpload(name, object, read, change));
  return putResult(record, hidden, { id, hasId: keepsIds(change) });
}

/** A client that did not hear the answer asks again: if the object is this upload's, the answer is the same. */
async function alreadyCompleted(deps: ObjectsDeps, { name, uploadId }: CompleteUpload): Promise<PutResult> {
  const found = await findObject(deps, { name }).catch(() => undefined);
  if (found?.record.version.equals(Buffer.from(uploadId)) !== true) throw noSuchUpload(uploadId);
  return putResult(found.record, {}, found.entry);
}

/** With SSE-C the client need not send its key again: the record key was kept for this when the upload began. */
async function completionKey(deps: ObjectsDeps, complete: CompleteUpload, upload: PendingUpload): Promise<Secret> {
  const { envelope, completion } = upload.record;
  if (completion && !complete.customerKey) return deps.sealing.kept(completion, upload.identity);
  assertPartFitsUpload(envelope, complete.customerKey);
  using key = await deps.sealing.open(complete.caller, envelope, upload.identity, complete.customerKey);
  return recordKeyOf(key);
}

async function storedParts(deps: ObjectsDeps, upload: PendingUpload): Promise<Map<number, Buffer>> {
  const parts = new Map<number, Buffer>();
  for (let after = 0; ; ) {
    const page = await deps.index.scanParts(upload.name, { after, limit: PARTS_PAGE });
    for (const { number, record } of page) parts.set(number, record);
    const last = page.at(-1);
    if (!last || page.length < PARTS_PAGE) return parts;
    after = last.number;
  }
}

function choose(complete: CompleteUpload, parts: ReadonlyMap<number, Buffer>, upload: PendingUpload, recordKey: Secret): ChosenPart[] {
  const last = complete.parts.length - 1;
  return complete.parts.map((named, index) => {
    if (index > 0 && named.number <= (complete.parts[index - 1]?.number ?? 0)) {
      throw new StorageError('InvalidPartOrder', 'The list of parts was not in ascending order. The parts list must be specified in order by part number.');
    }
    const stored = parts.get(named.number);
    const chosen = stored && chosenPart(stored, upload, recordKey);
    if (!chosen || chosen.part.number !== named.number || chosen.part.etag !== named.etag || !checksumFits(named, chosen)) throw invalidPart(named);
    if (index < last && chosen.part.size < PART_SIZE_MIN) throw entityTooSmall(chosen.part);
    return chosen;
  });
}

function chosenPart(stored: Buffer, upload: PendingUpload, recordKey: Secret): ChosenPart {
  const hidden = openRecord(recordKey, 'part', upload.identity, stored);
  return { part: decodePart(clearOf(stored)), stored, ...hidden };
}

function checksumFits(named: CompleteUpload['parts'][number], { checksum }: ChosenPart): boolean {
  for (const [algorithm, value] of named.checksums) {
    if (checksum?.algorithm === algorithm && checksum.value !== value) return false;
  }
  return true;
}

function checksumOf(asked: UploadChecksum | undefined, chosen: readonly ChosenPart[]): Checksum | undefined {
  if (!asked) return undefined;
  const { algorithm, type } = asked;
  const parts = chosen.map(({ part, checksum }) => ({ size: part.size, value: checksum?.value ?? '' }));
  const value = type === 'COMPOSITE' ? compositeChecksum(algorithm, parts) : combinedChecksum(algorithm, parts);
  return { algorithm, type, value };
}

/** What the client says of the whole must be so. */
function assertWhole(complete: CompleteUpload, chosen: readonly ChosenPart[], checksum: Checksum | undefined): void {
  const size = sizeOf(chosen);
  const { expectedChecksum: expected, expectedSize } = complete;
  if (expectedSize !== undefined && expectedSize !== size) {
    throw new StorageError('InvalidRequest', 'The provided x-amz-mp-object-size header value does not match what was computed.');
  }
  if (expected && expected.algorithm === checksum?.algorithm && expected.value !== checksum.value) {
    throw new StorageError('BadDigest', `The ${expected.algorithm.toLowerCase()} you specified did not match the calculated checksum.`);
  }
}

function recordOf(deps: ObjectsDeps, upload: PendingUpload, chosen: readonly ChosenPart[]): ObjectRecord {
  const { metadata, envelope } = upload.record;
  const parts = chosen.map(({ part: { number, size, bodyId } }) => ({ number, size, bodyId }));
  const etag = compositeEtag(chosen.map(({ part }) => part.etag));
  const version = upload.identity.version;
  return { version, size: sizeOf(chosen), etag, modifiedMs: deps.now(), metadata, envelope, body: { kind: 'parts', parts } };
}

function sizeOf(chosen: readonly ChosenPart[]): number {
  return chosen.reduce((sum, { part }) => sum + part.size, 0);
}

function invalidPart({ number, etag }: CompleteUpload['parts'][number]): StorageError {
  return new StorageError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { details: { PartNumber: String(number), ETag: etag } },
  );
}

function entityTooSmall({ number, size, etag }: PartRecord): StorageError {
  return new StorageError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    details: { PartNumber: String(number), ProposedSize: String(size), MinSizeAllowed: String(PART_SIZE_MIN), ETag: etag },
  });
}
