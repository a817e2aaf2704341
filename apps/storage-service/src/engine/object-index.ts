import type { BodyId } from './body-store.js';

/** A bucket and a key within it. */
export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
}

export interface BucketEntry {
  readonly name: string;
  /** Opaque to the index: what the service knows of the bucket. */
  readonly record: Buffer;
}

/** Where a sealed body lies: in the index beside its record, or in the body store as one body or a list of parts. */
export type StoredBody =
  | { readonly kind: 'inline'; readonly bytes: Buffer }
  | { readonly kind: 'bodies'; readonly ids: readonly BodyId[] };

/** What the index keeps under a name. */
export interface ObjectEntry {
  /** Small and opaque: what a listing shows. Read without touching `record` or `body`. */
  readonly summary: Buffer;
  /** Opaque: everything the service knows of the object. */
  readonly record: Buffer;
  readonly body: StoredBody;
  /** Opaque, and absent of most. Kept with the version, and changed without it. */
  readonly tags?: Buffer;
}

export interface ListedObject {
  readonly key: string;
  readonly summary: Buffer;
}

/**
 * What a change does with what lies under its name. `unversioned`: replaces or removes it. `enabled`: keeps it as a version that is no longer
 * current. `suspended`: keeps it if it has an id of its own, for what is put now is the null version, of which a name has one.
 */
export type Versioning = 'unversioned' | 'enabled' | 'suspended';

/** Which version of its name something is. */
export interface VersionRef {
  /** 16 bytes; among versions of a name, what was committed later has the greater. */
  readonly id: Buffer;
  /** False: the null version, which is not known by its id. */
  readonly hasId: boolean;
}

/** A version or a delete marker, as listings show it. */
export interface ListedVersion extends VersionRef {
  readonly key: string;
  readonly isMarker: boolean;
  readonly isLatest: boolean;
  readonly summary: Buffer;
}

export type FoundObject = ObjectEntry & VersionRef;
export type FoundVersion = ({ readonly kind: 'object' } & FoundObject) | ({ readonly kind: 'marker'; readonly summary: Buffer } & VersionRef);

/** By key in UTF-8 byte order, then newest first. `after` is exclusive; without an id, past every version of that key. */
export interface VersionScan {
  readonly prefix: string;
  readonly after?: { readonly key: string; readonly id?: Buffer };
  /** With `after`: names that start with its key are passed over as well. */
  readonly afterPrefix?: boolean;
  readonly limit: number;
}

export interface UploadName extends ObjectName {
  readonly uploadId: string;
}

export interface UploadEntry {
  readonly name: UploadName;
  readonly record: Buffer;
}

export interface PartEntry {
  readonly number: number;
  readonly record: Buffer;
  readonly body: StoredBody;
}

/** Keys in UTF-8 byte order, `after` exclusive. A prefix is a byte prefix. */
export interface Scan {
  readonly prefix: string;
  readonly after?: string;
  /** With `after`: names that start with it are passed over as well, so that a common prefix costs one step. */
  readonly afterPrefix?: boolean;
  readonly limit: number;
}

/** What came of a commit. */
export interface Committed {
  /** The id of the version that was made, 16 bytes. */
  readonly id: Buffer;
  readonly freed: readonly BodyId[];
}

/** What a change of an object does and asks beside the change itself. */
export interface ObjectChange {
  readonly guard?: Guard;
  /** `unversioned` if absent. */
  readonly versioning?: Versioning;
}

/** Sees a version's summary inside the transaction; throws to refuse its removal. Must not wait. */
export type VersionGuard = (version: VersionRef & Pick<ListedVersion, 'isMarker' | 'summary'>) => void;

/** Sees the entry's record as it is inside the transaction (undefined: none); throws to refuse the change. Must not wait. */
export type Guard = (current: Buffer | undefined) => void;

/**
 * Keeps records under names, in order. Knows nothing of S3, of HTTP or of encryption.
 *
 * Every change is durable when its promise resolves, atomic, and leaves the old entry or the new one, never a mixture. What a
 * change stops naming comes back as `freed`, once: the caller removes those bodies from the body store.
 */
export interface ObjectIndex {
  /** False if the bucket exists; its entry is then left as it was. */
  createBucket(bucket: BucketEntry): Promise<boolean>;
  findBucket(name: string): Promise<BucketEntry | undefined>;
  listBuckets(): Promise<BucketEntry[]>;
  /**
   * Gives a bucket the record that `change` makes of its current one, inside one transaction: of two changes at a time the second sees what the first
   * made. `change` throws to refuse, and must not wait. False if there is no such bucket.
   */
  updateBucket(name: string, change: (current: Buffer) => Buffer): Promise<boolean>;
  /** Removes a bucket without objects, versions and delete markers, and whatever uploads are pending in it. An object that is being committed meanwhile either keeps the bucket or fails. */
  removeBucket(name: string): Promise<{ readonly result: 'removed' | 'absent' | 'not_empty'; readonly freed: readonly BodyId[] }>;

  /** What is current. */
  findObject(name: ObjectName): Promise<FoundObject | undefined>;
  /** Makes the entry the current one of its name; `id` is its version's. Throws StorageError NoSuchBucket if the bucket is gone. */
  commitObject(name: ObjectName, entry: ObjectEntry, change?: ObjectChange): Promise<Committed>;
  /**
   * Leaves nothing current under the name; `removed` is false if nothing was. Where versions are kept that is a delete marker, which shows
   * `change.summary`. What has an id of its own is kept even if the change says `unversioned`: it began before versioning did.
   */
  removeObject(name: ObjectName, change?: ObjectChange & { readonly summary?: Buffer }): Promise<{ readonly removed: boolean; readonly marker?: VersionRef; readonly freed: readonly BodyId[] }>;
  scanObjects(bucket: string, scan: Scan): Promise<ListedObject[]>;

  /** One version or delete marker of a name; `null` names its null version. */
  findVersion(name: ObjectName, id: Buffer | 'null'): Promise<FoundVersion | undefined>;
  /** The delete marker because of which nothing is current. */
  findMarker(name: ObjectName): Promise<(VersionRef & { readonly summary: Buffer }) | undefined>;
  /** Removes one version or delete marker for good; the newest of the others is current then. Undefined if there was none. */
  removeVersion(name: ObjectName, id: Buffer | 'null', guard?: VersionGuard): Promise<{ readonly removed: 'object' | 'marker' | undefined; readonly freed: readonly BodyId[] }>;
  /** Gives one version other tags, or none, and leaves all else of it as it is. False if there is none, or a delete marker. */
  putTags(name: ObjectName, id: Buffer, tags: Buffer | undefined): Promise<boolean>;
  /** Versions and delete markers, the current ones among them. */
  scanVersions(bucket: string, scan: VersionScan): Promise<ListedVersion[]>;

  /** Throws StorageError NoSuchBucket if the bucket is gone. */
  createUpload(upload: UploadEntry): Promise<void>;
  findUpload(name: UploadName): Promise<UploadEntry | undefined>;
  /** By key in UTF-8 byte order, then by upload id. `after` is exclusive; without an upload id, past every upload of that key. */
  scanUploads(bucket: string, scan: { prefix: string; after?: { key: string; uploadId?: string }; limit: number }): Promise<UploadEntry[]>;
  /** Replaces a part of the same number. Throws StorageError NoSuchUpload if the upload was completed or aborted meanwhile. */
  putPart(upload: UploadName, part: PartEntry): Promise<{ readonly freed: readonly BodyId[] }>;
  /** By number, `after` exclusive. Bodies are not read: an inline body comes back with its bytes only from `findPart`. */
  scanParts(upload: UploadName, scan: { after: number; limit: number }): Promise<Omit<PartEntry, 'body'>[]>;
  findPart(upload: UploadName, number: number): Promise<PartEntry | undefined>;
  /**
   * The upload becomes the object, in one transaction: `entry.body` names bodies of its parts, in order. Parts that it does not name are
   * freed with the object that was replaced. Throws StorageError NoSuchUpload if it was completed or aborted meanwhile, and
   * InvalidPart if a part is no longer the one that `partRecords` (by number) was read as.
   */
  completeUpload(upload: UploadName, entry: ObjectEntry, partRecords: ReadonlyMap<number, Buffer>, change?: ObjectChange): Promise<Committed>;
  /** Removes the upload and its parts. */
  removeUpload(upload: UploadName): Promise<{ readonly removed: boolean; readonly freed: readonly BodyId[] }>;

  /** Whether any object or part names the body. For the sweep of leftovers. */
  namesBody(id: BodyId): Promise<boolean>;
  close(): Promise<void>;
}
