import { AscendingIds } from './ascending-ids.js';
import type { BodyId } from './body-store.js';
import { durable, unwatched } from './durable.js';
import { bucketKey, objectKey, uploadKey } from './index-keys.js';
import { contentsOf, isEmpty, page, scanObjects, scanParts, scanUploads } from './index-scans.js';
import { openIndexStores, type IndexStores } from './index-stores.js';
import { completeUpload, createUpload, findPart, noSuchBucket, putPart, removeUpload, removeUploadStep } from './index-uploads.js';
import { findMarker, findVersion, putMarker, putTags, removeVersion } from './index-versions.js';
import type * as port from './object-index.js';
import { promised } from './promised.js';
import { RowReplacer, transact } from './row-replacer.js';
import { entryOf, newVersion, tagsOf } from './row-steps.js';
import { scanVersions } from './scan-versions.js';
import { parseHead } from './stored-entry.js';

/** Uploads that one transaction of a bucket's removal takes with it: each may have 10,000 parts. */
const REMOVED_UPLOADS_MAX = 8;
const NO_SUMMARY = Buffer.alloc(0);

/**
 * The index on LMDB: ordered, in one file, durable at every commit, shared by several processes, with no recovery step.
 *
 * Reads are one or two look-ups in mapped memory on the event loop and return copies. Changes are written and synced on a thread; those
 * that come meanwhile share the next commit. A full disk refuses the change with ServiceUnavailable and leaves what was there.
 */
export class LmdbObjectIndex implements port.ObjectIndex {
  readonly #stores: IndexStores;
  readonly #ids = new AscendingIds();
  readonly #replacer: RowReplacer;

  private constructor(stores: IndexStores) {
    this.#stores = stores;
    this.#replacer = new RowReplacer(stores, this.#ids);
  }

  /** Opens the index in a directory, or makes it. Throws IndexUnusable if what lies there is none of ours, and leaves it as it is. */
  static open(directory: string): Promise<LmdbObjectIndex> {
    return promised(() => new LmdbObjectIndex(openIndexStores(directory)));
  }

  async createBucket(bucket: port.BucketEntry): Promise<boolean> {
    const { buckets } = this.#stores;
    const key = bucketKey(bucket.name);
    return durable(buckets.ifNoExists(key, () => { unwatched(buckets.put(key, bucket.record, newVersion())); }));
  }

  findBucket(name: string): Promise<port.BucketEntry | undefined> {
    return promised(() => {
      const record = this.#stores.buckets.getBinary(bucketKey(name));
      return record && { name, record };
    });
  }

  listBuckets(): Promise<port.BucketEntry[]> {
    return promised(() => Array.from(this.#stores.buckets.getRange(), ({ key, value }) => ({ name: key.toString('utf8'), record: value })));
  }

  updateBucket(name: string, change: (current: Buffer) => Buffer): Promise<boolean> {
    const { buckets } = this.#stores;
    const key = bucketKey(name);
    return transact(this.#stores, () => {
      const current = buckets.getBinary(key);
      if (current === undefined) return false;
      unwatched(buckets.put(key, change(current), newVersion()));
      return true;
    });
  }

  async removeBucket(name: string): Promise<{ result: 'removed' | 'absent' | 'not_empty'; freed: BodyId[] }> {
    const freed: BodyId[] = [];
    for (;;) {
      const step = await transact(this.#stores, () => this.#removeBucketStep(name));
      freed.push(...step.freed);
      if (step.result !== 'uploads_left') return { result: step.result, freed };
    }
  }

  /** A bucket may have any number of uploads, a transaction may not: they go by the dozen, and the bucket with the last of them. */
  #removeBucketStep(name: string): { result: 'removed' | 'absent' | 'not_empty' | 'uploads_left'; freed: BodyId[] } {
    const { buckets, objects, versions, uploads } = this.#stores;
    const key = bucketKey(name);
    if (!buckets.doesExist(key)) return { result: 'absent', freed: [] };
    const contents = contentsOf(name);
    if (!isEmpty(objects, contents) || !isEmpty(versions, contents)) return { result: 'not_empty', freed: [] };
    const steps = page(uploads, contents, REMOVED_UPLOADS_MAX).map((upload) => removeUploadStep(this.#stores, upload.key));
    for (const step of steps) step.run();
    const isLast = steps.length < REMOVED_UPLOADS_MAX;
    if (isLast) unwatched(buckets.remove(key));
    return { result: isLast ? 'removed' : 'uploads_left', freed: steps.flatMap((step) => step.freed) };
  }

  findObject(name: port.ObjectName): Promise<port.FoundObject | undefined> {
    return promised(() => {
      const bytes = this.#stores.objects.getBinary(objectKey(name));
      if (bytes === undefined) return undefined;
      const head = parseHead(bytes);
      const { record, body } = entryOf(this.#stores, head);
      return { id: head.entryId, hasId: head.hasId, summary: head.shown, record, body, ...tagsOf(this.#stores, head) };
    });
  }

  async commitObject(name: port.ObjectName, entry: port.ObjectEntry, { guard, versioning }: port.ObjectChange = {}): Promise<port.Committed> {
    const { objects, buckets } = this.#stores;
    const parent = { rows: buckets, key: bucketKey(name.bucket), absent: () => noSuchBucket(name.bucket) };
    const row = { shown: entry.summary, record: entry.record, body: entry.body, tags: entry.tags };
    return this.#replacer.put({ rows: objects, key: objectKey(name), parent }, row, guard, versioning);
  }

  async removeObject(name: port.ObjectName, change: Parameters<port.ObjectIndex['removeObject']>[1] = {}): ReturnType<port.ObjectIndex['removeObject']> {
    const { guard, versioning = 'unversioned', summary = NO_SUMMARY } = change;
    if (versioning === 'unversioned') {
      const freed = await this.#replacer.remove({ rows: this.#stores.objects, key: objectKey(name) }, guard);
      if (freed !== 'kept') return { removed: freed !== undefined, freed: freed ?? [] };
    }
    return putMarker(this.#stores, this.#ids, name, { guard, versioning, summary });
  }

  scanObjects(bucket: string, scan: port.Scan): Promise<port.ListedObject[]> {
    return promised(() => scanObjects(this.#stores, bucket, scan));
  }

  findVersion(name: port.ObjectName, id: Buffer | 'null'): Promise<port.FoundVersion | undefined> {
    return promised(() => findVersion(this.#stores, name, id));
  }

  findMarker(name: port.ObjectName): ReturnType<port.ObjectIndex['findMarker']> {
    return promised(() => findMarker(this.#stores, name));
  }

  removeVersion(name: port.ObjectName, id: Buffer | 'null', guard?: port.VersionGuard): ReturnType<port.ObjectIndex['removeVersion']> {
    return removeVersion(this.#stores, name, id, guard);
  }

  putTags(name: port.ObjectName, id: Buffer, tags: Buffer | undefined): Promise<boolean> {
    return putTags(this.#stores, name, id, tags);
  }

  scanVersions(bucket: string, scan: port.VersionScan): Promise<port.ListedVersion[]> {
    return promised(() => scanVersions(this.#stores, bucket, scan));
  }

  createUpload(upload: port.UploadEntry): Promise<void> {
    return createUpload(this.#stores, upload);
  }

  findUpload(name: port.UploadName): Promise<port.UploadEntry | undefined> {
    return promised(() => {
      const record = this.#stores.uploads.getBinary(uploadKey(name));
      return record && { name, record };
    });
  }

  scanUploads(bucket: string, scan: Parameters<port.ObjectIndex['scanUploads']>[1]): Promise<port.UploadEntry[]> {
    return promised(() => scanUploads(this.#stores, bucket, scan));
  }

  async putPart(upload: port.UploadName, part: port.PartEntry): Promise<{ freed: readonly BodyId[] }> {
    return { freed: await putPart(this.#stores, this.#replacer, upload, part) };
  }

  scanParts(upload: port.UploadName, scan: { after: number; limit: number }): Promise<Omit<port.PartEntry, 'body'>[]> {
    return promised(() => scanParts(this.#stores, upload, scan));
  }

  findPart(upload: port.UploadName, number: number): Promise<port.PartEntry | undefined> {
    return promised(() => findPart(this.#stores, upload, number));
  }

  completeUpload(upload: port.UploadName, entry: port.ObjectEntry, partRecords: ReadonlyMap<number, Buffer>, change: port.ObjectChange = {}): Promise<port.Committed> {
    return completeUpload(this.#stores, this.#replacer, upload, entry, partRecords, change);
  }

  async removeUpload(upload: port.UploadName): Promise<{ removed: boolean; freed: readonly BodyId[] }> {
    const freed = await removeUpload(this.#stores, upload);
    return { removed: freed !== undefined, freed: freed ?? [] };
  }

  namesBody(id: BodyId): Promise<boolean> {
    return promised(() => this.#stores.bodies.doesExist(Buffer.from(id, 'latin1')));
  }

  close(): Promise<void> {
    return this.#stores.root.close();
  }
}
