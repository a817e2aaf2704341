import type { Checksum, ObjectHead, ObjectMetadata, UploadChecksum } from './commands.js';
import type { FoundObject } from '../engine/object-index.js';
import { tagsOf, type Tags } from './tags.js';
import { appliedBy, type Envelope, type KeptEnvelope } from '../sse/envelope.js';

/** One sealed body of an object and its place in the plaintext. */
export interface StoredPart {
  /** 1 to 10,000; what the part's bytes are bound to. */
  readonly number: number;
  readonly bodyId: string;
  /** Plaintext bytes. */
  readonly size: number;
}

/** Where an object's plaintext lies: beside the record, in one body, or in the bodies of a multipart upload, in order. */
export type RecordBody =
  | { readonly kind: 'inline' }
  | { readonly kind: 'single'; readonly bodyId: string }
  | { readonly kind: 'parts'; readonly parts: readonly StoredPart[] };

/** Everything that S3 knows of an object, as it is kept. What tells of the plaintext itself stands in `Hidden`. */
export interface ObjectRecord {
  /** 16 random bytes, or a multipart upload's id: what every sealed byte of this object is bound to. */
  readonly version: Buffer;
  readonly size: number;
  readonly etag: string;
  readonly modifiedMs: number;
  readonly metadata: ObjectMetadata;
  readonly envelope: Envelope;
  readonly body: RecordBody;
}

/** Kept sealed under the object's key: a checksum tells whether a guessed plaintext is right. */
export interface Hidden {
  readonly checksum?: Checksum;
}

/** What an upload was begun with. */
export interface UploadRecord {
  readonly initiatedMs: number;
  readonly metadata: ObjectMetadata;
  readonly envelope: Envelope;
  readonly checksum?: UploadChecksum;
  readonly tags?: Tags;
  /** With SSE-C: the record key, wrapped for the service, so that completing needs no customer key. */
  readonly completion?: KeptEnvelope;
}

export interface PartRecord {
  readonly number: number;
  readonly bodyId: string;
  readonly size: number;
  readonly etag: string;
  readonly modifiedMs: number;
}

/** What HEAD tells without any key. */
export function headOf(record: ObjectRecord, { id, hasId, ...entry }: FoundObject): ObjectHead {
  const head = {
    version: { id, hasId, version: record.version },
    size: record.size,
    etag: record.etag,
    modified: new Date(record.modifiedMs),
    metadata: record.metadata,
    encryption: appliedBy(record.envelope),
    ...tagsOf(entry),
  };
  return record.body.kind === 'parts' ? { ...head, partsCount: record.body.parts.length } : head;
}
