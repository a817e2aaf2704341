/**
 * An object's tags. They are not under its seal: who may change them need not have its key, and they change without its being written anew.
 *
 *     tags = format:1  pairs
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
 */
import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';

import type { ObjectVersion } from './version-id.js';

/** Values by keys, in the order in which they were put. An object without tags has none, not an empty map. */
export type Tags = ReadonlyMap<string, string>;

/** An object whose tags were read or put. */
export interface TaggedObject {
  readonly version: ObjectVersion;
  readonly tags: Tags | undefined;
}

const FORMAT = 1;

export function encodeTags(tags: Tags): Buffer {
  return new ByteWriter().u8(FORMAT).pairs(tags).done();
}

/** Throws InternalError, "damaged". */
export function decodeTags(bytes: Buffer): Tags {
  const reader = new ByteReader(bytes, 'row of tags');
  if (reader.u8() !== FORMAT) throw reader.damage('has an unknown format');
  const tags = reader.pairs();
  reader.end();
  if (tags.size === 0) throw reader.damage('has no tag');
  return tags;
}

/** No tags are kept as no row. */
export function storedTags(tags: Tags | undefined): { readonly tags?: Buffer } {
  return tags === undefined || tags.size === 0 ? {} : { tags: encodeTags(tags) };
}

export function tagsOf({ tags }: { readonly tags?: Buffer }): { readonly tags?: Tags } {
  return tags === undefined ? {} : { tags: decodeTags(tags) };
}
