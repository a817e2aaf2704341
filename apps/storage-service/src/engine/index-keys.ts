import { StorageError } from '../errors/storage-error.js';
import type { ObjectName, UploadName } from './object-index.js';

/**
 * The keys under which the index keeps its rows. LMDB compares them byte by byte, which is the order of UTF-8.
 *
 *     bucket = bucket-name
 *     object = bucket-name 00 key
 *     upload = bucket-name 00 escaped-key 00 upload-id
 *     part   = bucket-name 00 escaped-key 00 upload-id 00 number:u32
 *     version = bucket-name 00 escaped-key 00 inverted-id:16
 *
 * Names of buckets and uploads hold no U+0000. A key of an object may: as the last field it needs no escape. Before an upload id it does,
 * so that uploads come by key and then by id: 00 becomes 01 01 and 01 becomes 01 02, which keeps the order. A version's id has its bits
 * inverted, so that the newest comes first.
 *
 * Limits: LMDB with pages of 4 KiB takes 1,978 bytes. Names and keys within S3's limits (63 and 1,024 bytes) always fit, unless the key of an
 * upload or a version holds hundreds of U+0000 or U+0001.
 */

/** What a search may be given. Every row's key is shorter, so that a longer bound can be cut to this without meeting a row. */
export const BOUND_SIZE_MAX = 1978;

/** The id at the end of a version's key. */
const VERSION_ID_SIZE = 16;

/** What a part's key adds to its upload's. */
const PART_SUFFIX_SIZE = 5;

/** All but a part's suffix. */
export const ROW_KEY_SIZE_MAX = BOUND_SIZE_MAX - 1 - PART_SUFFIX_SIZE;

/** Between the fields of a row's key, and the least byte that can follow one. */
const END = '\0';

export function bucketKey(bucket: string): Buffer {
  if (bucket === '' || bucket.includes(END)) throw new StorageError('InvalidBucketName', 'A bucket has a name, without U+0000.');
  return rowKey(bucket);
}

export function objectKey({ bucket, key }: ObjectName): Buffer {
  if (key === '') throw new StorageError('InvalidArgument', 'An object has a key.');
  return rowKey(bucket + END + key);
}

export function uploadKey({ bucket, key, uploadId }: UploadName): Buffer {
  if (uploadId.includes(END)) throw new StorageError('NoSuchUpload', 'An upload id holds no U+0000.');
  return rowKey(bucket + END + escaped(key) + END + uploadId);
}

export function partKey(upload: Buffer, number: number): Buffer {
  const key = Buffer.alloc(upload.length + PART_SUFFIX_SIZE);
  key.set(upload);
  key.writeUInt32BE(number, upload.length + 1);
  return key;
}

/** What the keys of all versions of an object's name begin with. Throws KeyTooLongError if there is no room for them. */
export function versionsPrefix(object: Buffer): Buffer {
  const at = object.indexOf(0) + 1;
  const key = object.subarray(at);
  const escapedKey = key.every((byte) => byte > 1) ? key : Buffer.from(escaped(key.toString('utf8')), 'utf8');
  if (at + escapedKey.length + 1 + VERSION_ID_SIZE > BOUND_SIZE_MAX) throw new StorageError('KeyTooLongError', 'Your key is too long');
  return Buffer.concat([object.subarray(0, at), escapedKey, Buffer.of(0)]);
}

/** `object`: the key of the object's row; `id`: 16 bytes. */
export function versionKey(object: Buffer, id: Buffer): Buffer {
  return Buffer.concat([versionsPrefix(object), inverted(id)]);
}

/** The object's name in UTF-8, and the id. */
export function parseVersionKey(bytes: Buffer): { readonly key: Buffer; readonly id: Buffer } {
  const end = bytes.length - VERSION_ID_SIZE;
  const key = bytes.subarray(bytes.indexOf(0) + 1, end - 1);
  return { key: key.includes(1) ? Buffer.from(unescaped(key.toString('utf8')), 'utf8') : key, id: inverted(bytes.subarray(end)) };
}

function inverted(id: Buffer): Buffer {
  return Buffer.from(id.map((byte) => byte ^ 0xff));
}

/** The end of a part's key. */
export function partNumber(part: Buffer): number {
  return part.readUInt32BE(part.length - 4);
}

export function parseUploadKey(bytes: Buffer): UploadName {
  const [bucket = '', key = '', uploadId = ''] = bytes.toString('utf8').split(END);
  return { bucket, key: unescaped(key), uploadId };
}

/** Well-formed text only: a lone surrogate has no UTF-8, and would silently become another name. */
export function rowKey(text: string): Buffer {
  if (!text.isWellFormed()) throw new StorageError('InvalidURI', 'A name is well-formed Unicode text.');
  const key = Buffer.from(text, 'utf8');
  if (key.length > ROW_KEY_SIZE_MAX) throw new StorageError('KeyTooLongError', 'Your key is too long');
  return key;
}

export function escaped(key: string): string {
  return key.replace(/[\0\x01]/g, (character) => (character === END ? '\x01\x01' : '\x01\x02'));
}

function unescaped(key: string): string {
  return key.replace(/\x01[\x01\x02]/g, (pair) => (pair === '\x01\x01' ? END : '\x01'));
}
