/**
 * Buckets, and what is kept of one.
 *
 *     bucket = format:1  created:u48  region:text  owner:text
 */
import type { Caller } from '@coffer/iam';

import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import type { BucketEntry } from '../engine/object-index.js';
import { StorageError } from '../errors/storage-error.js';

import type { BucketInfo } from './commands.js';
import { removeBodies, type ObjectsDeps } from './deps.js';

const FORMAT = 1;

/** Throws BucketAlreadyOwnedByYou or BucketAlreadyExists; the bucket is then as it was. */
export async function createBucket(deps: ObjectsDeps, caller: Caller, name: string): Promise<void> {
  const info = { name, created: new Date(deps.now()), region: deps.region, ownerAccountId: caller.accountId };
  if (await deps.index.createBucket({ name, record: encodeBucket(info) })) return;
  const { ownerAccountId } = await findBucket(deps, name);
  if (ownerAccountId !== caller.accountId) {
    throw new StorageError(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { details: { BucketName: name } },
    );
  }
  throw new StorageError('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.', {
    details: { BucketName: name },
  });
}

/** Throws NoSuchBucket. */
export async function findBucket(deps: ObjectsDeps, name: string): Promise<BucketInfo> {
  const entry = await deps.index.findBucket(name);
  if (!entry) throw noSuchBucket(name);
  return decodeBucket(entry);
}

/** The buckets of the caller's account, by name. */
export async function listBuckets(deps: ObjectsDeps, caller: Caller): Promise<BucketInfo[]> {
  const entries = await deps.index.listBuckets();
  return entries.map(decodeBucket).filter((bucket) => bucket.ownerAccountId === caller.accountId);
}

/** Throws NoSuchBucket or BucketNotEmpty. Pending uploads go with the bucket. */
export async function removeBucket(deps: ObjectsDeps, name: string): Promise<void> {
  const { result, freed } = await deps.index.removeBucket(name);
  if (result === 'absent') throw noSuchBucket(name);
  if (result === 'not_empty') {
    throw new StorageError('BucketNotEmpty', 'The bucket you tried to delete is not empty', { details: { BucketName: name } });
  }
  removeBodies(deps, freed);
}

function noSuchBucket(name: string): StorageError {
  return new StorageError('NoSuchBucket', 'The specified bucket does not exist', { details: { BucketName: name } });
}

function encodeBucket({ created, region, ownerAccountId }: BucketInfo): Buffer {
  return new ByteWriter().u8(FORMAT).u48(created.getTime()).text(region).text(ownerAccountId).done();
}

function decodeBucket({ name, record }: BucketEntry): BucketInfo {
  const reader = new ByteReader(record, 'bucket record');
  if (reader.u8() !== FORMAT) throw reader.damage('has an unknown format');
  const bucket = { name, created: new Date(reader.u48()), region: reader.text(), ownerAccountId: reader.text() };
  reader.end();
  return bucket;
}
