import type { Caller } from '@coffer/iam';

import type { BucketPolicy } from '../access/bucket-policy.js';
import type { PublicAccessBlock } from '../access/public-access-block.js';
import type { Checksum, ChecksumAlgorithm } from '../digest/checksum.js';
import type { Expectations } from '../digest/digesting.js';
import type { ObjectName, Versioning } from '../engine/object-index.js';
import type { AppliedEncryption, BucketEncryption, CustomerKey, EncryptionChoice } from '../sse/encryption.js';

import type { Tags } from './tags.js';
import type { ObjectVersion, VersionId } from './version-id.js';

/** Plaintext on its way in. It throws at its end if it was not what was signed, so a bad body never reaches a commit. */
export type Body = AsyncIterable<Buffer>;

export type { Checksum, ChecksumAlgorithm, Expectations, Versioning };

/** Headers that are kept and returned as they came: `content-type`, `cache-control`, `content-disposition`, ... in lower case. */
export interface ObjectMetadata {
  readonly headers: ReadonlyMap<string, string>;
  /** User metadata without the `x-amz-meta-` prefix, names in lower case. */
  readonly user: ReadonlyMap<string, string>;
}

/** Everything that HEAD tells of an object. */
export interface ObjectHead {
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modified: Date;
  readonly metadata: ObjectMetadata;
  readonly encryption: AppliedEncryption;
  /** Present only when it was asked for: it is kept sealed, so reading it takes the key. */
  readonly checksum?: Checksum;
  readonly partsCount?: number;
  readonly version: ObjectVersion;
  readonly tags?: Tags;
}

/** A single range of RFC 9110 section 14.1.2, positions in bytes, `last` inclusive. */
export type RangeSpec =
  | { readonly kind: 'from'; readonly first: number; readonly last?: number }
  | { readonly kind: 'suffix'; readonly length: number };

/** Evaluated on the object as it is, before any key is used; throws to refuse (412, 304). */
export type Admit = (head: ObjectHead) => void;

export interface PutObject {
  readonly caller: Caller;
  readonly name: ObjectName;
  readonly body: Body;
  /** The decoded length in bytes that the client declared, if it did; another length is IncompleteBody. */
  readonly length?: number;
  readonly metadata: ObjectMetadata;
  readonly tags?: Tags | undefined;
  readonly encryption: EncryptionChoice;
  readonly expectations: Expectations;
  /** For If-Match and If-None-Match on writes: sees the object that would be replaced. */
  readonly admit?: (current: { readonly etag: string } | undefined) => void;
  /** The bucket's. Absent, here and elsewhere: `unversioned`. */
  readonly versioning?: Versioning;
}

export interface PutResult {
  readonly etag: string;
  readonly encryption: AppliedEncryption;
  readonly checksum?: Checksum;
  readonly modified: Date;
  /** Only where each version has an id of its own. */
  readonly versionId?: string;
}

export interface GetObject {
  readonly caller: Caller;
  readonly name: ObjectName;
  /** Absent: the current one. */
  readonly version?: VersionId;
  readonly versioning?: Versioning;
  readonly customerKey?: CustomerKey;
  readonly range?: RangeSpec;
  /** One part of a multipart object, from 1. Not together with `range`. */
  readonly partNumber?: number;
  readonly wantChecksum: boolean;
  readonly admit: Admit;
}

export interface FoundObject {
  readonly head: ObjectHead;
  /** Present when a range or part was asked for; `end` is exclusive. */
  readonly range?: { readonly start: number; readonly end: number };
  /** The length in bytes of what `body` gives. */
  readonly length: number;
  /** Its first segment has opened when the promise resolves. A later failure throws from the iteration. */
  readonly body: AsyncIterable<Buffer>;
}

export interface HeadObject extends Omit<GetObject, 'wantChecksum'> {
  readonly wantChecksum: boolean;
}

export interface CopySource {
  readonly name: ObjectName;
  readonly version?: VersionId;
  /** The source's bucket's. */
  readonly versioning?: Versioning;
  readonly customerKey?: CustomerKey;
  /** If-Match and its siblings of the copy source. */
  readonly admit: Admit;
}

export interface CopyObject {
  readonly caller: Caller;
  readonly source: CopySource;
  readonly name: ObjectName;
  /** Replaces the source's metadata when present; else it is copied. */
  readonly metadata?: ObjectMetadata;
  /** In place of the source's when present, be it without any; else those are copied. */
  readonly tags?: Tags;
  readonly encryption: EncryptionChoice;
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly versioning?: Versioning;
}

export interface CopyResult extends PutResult {
  /** Which version was copied. */
  readonly source: ObjectVersion;
}

export interface ListObjects {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter: string;
  /** Exclusive; a common prefix that it equals or lies in is not listed again. */
  readonly after: string;
  readonly maxKeys: number;
}

export interface ListedEntry {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly modified: Date;
}

export interface ObjectListing {
  readonly entries: readonly ListedEntry[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of the page; present only if there is more. */
  readonly nextAfter?: string;
}

/** How the parts' checksums become the object's. */
export interface UploadChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: Checksum['type'];
}

export interface CreateUpload {
  readonly caller: Caller;
  readonly name: ObjectName;
  readonly metadata: ObjectMetadata;
  /** What the object will have. */
  readonly tags?: Tags | undefined;
  readonly encryption: EncryptionChoice;
  readonly checksum?: UploadChecksum;
}

export interface CreatedUpload {
  readonly uploadId: string;
  readonly encryption: AppliedEncryption;
  readonly checksum?: UploadChecksum;
}

export interface UploadPart {
  readonly caller: Caller;
  readonly name: ObjectName;
  readonly uploadId: string;
  readonly partNumber: number;
  readonly body: Body;
  readonly length?: number;
  readonly customerKey?: CustomerKey;
  readonly expectations: Expectations;
}

export interface UploadPartCopy {
  readonly caller: Caller;
  readonly source: CopySource;
  /** First and last byte, inclusive. */
  readonly range?: { readonly first: number; readonly last: number };
  readonly name: ObjectName;
  readonly uploadId: string;
  readonly partNumber: number;
  readonly customerKey?: CustomerKey;
}

export interface ListedPart {
  readonly number: number;
  readonly etag: string;
  readonly size: number;
  readonly modified: Date;
  readonly checksum?: Checksum;
}

export interface PartListing {
  readonly parts: readonly ListedPart[];
  readonly nextAfter?: number;
  readonly checksum?: UploadChecksum;
}

export interface CompleteUpload {
  readonly caller: Caller;
  readonly name: ObjectName;
  readonly uploadId: string;
  readonly parts: readonly { readonly number: number; readonly etag: string; readonly checksums: ReadonlyMap<ChecksumAlgorithm, string> }[];
  readonly customerKey?: CustomerKey;
  /** The client's own figure of the whole, if it sent one. */
  readonly expectedChecksum?: Checksum;
  readonly expectedSize?: number;
  readonly admit?: (current: { readonly etag: string } | undefined) => void;
  readonly versioning?: Versioning;
}

export interface ListUploads {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter: string;
  readonly after?: { readonly key: string; readonly uploadId?: string };
  readonly maxUploads: number;
}

export interface ListedUpload {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated: Date;
  readonly checksum?: UploadChecksum;
}

export interface UploadListing {
  readonly uploads: readonly ListedUpload[];
  readonly commonPrefixes: readonly string[];
  readonly nextAfter?: { readonly key: string; readonly uploadId: string };
}

/** What a bucket's owner says of it: who may, and how objects are sealed. */
export interface BucketSettings {
  readonly policy: BucketPolicy | undefined;
  /** Undefined if it was taken away: nothing is blocked then. */
  readonly publicAccessBlock: PublicAccessBlock | undefined;
  readonly encryption: BucketEncryption;
  readonly versioning: Versioning;
}

/** What can be changed of a bucket. */
export type BucketChange = Partial<BucketSettings>;

export interface BucketInfo extends BucketSettings {
  readonly name: string;
  readonly created: Date;
  readonly region: string;
  readonly ownerAccountId: string;
}
