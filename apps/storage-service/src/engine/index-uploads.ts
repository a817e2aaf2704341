import { IF_EXISTS } from 'lmdb';
import { StorageError } from '../errors/storage-error.js';
import type { BodyId } from './body-store.js';
import { durable, unwatched } from './durable.js';
import { bucketKey, objectKey, partKey, uploadKey } from './index-keys.js';
import { page, partsOf, SCAN_LIMIT_MAX } from './index-scans.js';
import type { IndexStores } from './index-stores.js';
import type { Committed, ObjectChange, ObjectEntry, PartEntry, UploadEntry, UploadName } from './object-index.js';
import { transact, type RowReplacer } from './row-replacer.js';
import { entryOf, newVersion, removeStep, without, type ChildPlace, type Step } from './row-steps.js';
import { parseHead } from './stored-entry.js';

/** S3 numbers parts from 1 to 10,000. */
const PART_NUMBER_MAX = SCAN_LIMIT_MAX;

export function noSuchBucket(bucket: string): StorageError {
  return new StorageError('NoSuchBucket', 'The specified bucket does not exist', { details: { BucketName: bucket } });
}

export function noSuchUpload(uploadId: string): StorageError {
  const message = 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  return new StorageError('NoSuchUpload', message, { details: { UploadId: uploadId } });
}

export async function createUpload({ buckets, uploads }: IndexStores, { name, record }: UploadEntry): Promise<void> {
  const key = uploadKey(name);
  const held = await durable(buckets.ifVersion(bucketKey(name.bucket), IF_EXISTS, () => { unwatched(uploads.put(key, record, newVersion())); }));
  if (!held) throw noSuchBucket(name.bucket);
}

export async function putPart(stores: IndexStores, replacer: RowReplacer, upload: UploadName, part: PartEntry): Promise<readonly BodyId[]> {
  if (!Number.isInteger(part.number) || part.number < 1 || part.number > PART_NUMBER_MAX) throw new RangeError(`a part's number is 1 to ${PART_NUMBER_MAX}`);
  const key = uploadKey(upload);
  const parent = { rows: stores.uploads, key, absent: () => noSuchUpload(upload.uploadId) };
  const place: ChildPlace = { rows: stores.parts, key: partKey(key, part.number), parent };
  const { freed } = await replacer.put(place, { shown: part.record, record: Buffer.alloc(0), body: part.body });
  return freed;
}

export function findPart(stores: IndexStores, upload: UploadName, number: number): PartEntry | undefined {
  const bytes = stores.parts.getBinary(partKey(uploadKey(upload), number));
  if (bytes === undefined) return undefined;
  const head = parseHead(bytes);
  return { number, record: head.shown, body: entryOf(stores, head).body };
}

export async function completeUpload(
  stores: IndexStores,
  replacer: RowReplacer,
  upload: UploadName,
  entry: ObjectEntry,
  partRecords: ReadonlyMap<number, Buffer>,
  change: ObjectChange,
): Promise<Committed> {
  const key = uploadKey(upload);
  const place = { rows: stores.objects, key: objectKey(upload) };
  const named = entry.body.kind === 'bodies' ? entry.body.ids : [];
  return transact(stores, () => {
    if (!stores.uploads.doesExist(key)) throw noSuchUpload(upload.uploadId);
    checkParts(stores, key, partRecords);
    const removal = removeUploadStep(stores, key);
    const put = replacer.putStep(place, { shown: entry.summary, record: entry.record, body: entry.body, tags: entry.tags }, change.guard, change.versioning);
    // The parts go first: the bodies that the object names as well are then named again, by it.
    removal.run();
    put.run();
    return { id: put.id, freed: [...put.freed, ...without(removal.freed, named)] };
  });
}

/** The parts must still be those that the caller has seen. */
function checkParts({ parts }: IndexStores, upload: Buffer, records: ReadonlyMap<number, Buffer>): void {
  for (const [number, record] of records) {
    const bytes = parts.getBinary(partKey(upload, number));
    if (bytes === undefined || !parseHead(bytes).shown.equals(record)) {
      const message = "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
      throw new StorageError('InvalidPart', message, { details: { PartNumber: String(number) } });
    }
  }
}

/** Undefined if there was none. */
export async function removeUpload(stores: IndexStores, upload: UploadName): Promise<readonly BodyId[] | undefined> {
  const key = uploadKey(upload);
  return transact(stores, () => {
    if (!stores.uploads.doesExist(key)) return undefined;
    const step = removeUploadStep(stores, key);
    step.run();
    return step.freed;
  });
}

/** The upload with all of its parts. They are at most 10,000, so one transaction holds them. */
export function removeUploadStep(stores: IndexStores, upload: Buffer): Step {
  const parts = page(stores.parts, partsOf(upload), PART_NUMBER_MAX);
  const steps = parts.map(({ key, value }) => removeStep(stores, { rows: stores.parts, key }, value));
  const run = (): void => {
    unwatched(stores.uploads.remove(upload));
    for (const step of steps) step.run();
  };
  return { run, freed: steps.flatMap((step) => step.freed) };
}
