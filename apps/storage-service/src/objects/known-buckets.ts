import { compileBucketPolicy, type BucketPolicy } from '../access/bucket-policy.js';
import { damaged } from '../errors/damaged.js';
import type { BucketEntry } from '../engine/object-index.js';

import { decodeBucket } from './bucket-codec.js';
import type { BucketInfo } from './commands.js';

/** Records of so many bytes together are kept decoded: some four hundred with the longest policy, or tens of thousands without. */
export const KNOWN_BUCKETS_SIZE_MAX = 8 * 1_048_576;
/** What a bucket costs beside its record, about. */
const ENTRY_SIZE = 256;

interface Known {
  readonly record: Buffer;
  readonly bucket: BucketInfo;
}

/**
 * Buckets, decoded and their policies compiled. Every request brings the bucket's record from the index; only one that was not seen last is read anew, so
 * that no decision rests on a policy that is not the bucket's now.
 */
export class KnownBuckets {
  readonly #known = new Map<string, Known>();
  #size = 0;

  /** Throws InternalError, "damaged", for a record or a policy that no version of ours wrote. */
  of({ name, record }: BucketEntry): BucketInfo {
    const known = this.#known.get(name);
    if (known?.record.equals(record) === true) return known.bucket;
    const bucket = bucketOf(name, record);
    this.#forget(name);
    this.#keep(name, { record, bucket });
    return bucket;
  }

  get size(): number {
    return this.#size;
  }

  #keep(name: string, known: Known): void {
    this.#known.set(name, known);
    this.#size += known.record.length + ENTRY_SIZE;
    for (const oldest of this.#known.keys()) {
      if (this.#size <= KNOWN_BUCKETS_SIZE_MAX) return;
      this.#forget(oldest);
    }
  }

  #forget(name: string): void {
    const known = this.#known.get(name);
    if (known === undefined) return;
    this.#size -= known.record.length + ENTRY_SIZE;
    this.#known.delete(name);
  }
}

function bucketOf(name: string, record: Buffer): BucketInfo {
  const { createdMs, region, ownerAccountId, publicAccessBlock, policyText, versioning } = decodeBucket(record);
  const policy = policyText === undefined ? undefined : policyOf(name, policyText);
  return { name, created: new Date(createdMs), region, ownerAccountId, publicAccessBlock, policy, versioning };
}

/** It was checked when it was put. */
function policyOf(name: string, text: string): BucketPolicy {
  try {
    return compileBucketPolicy(name, text);
  } catch (cause) {
    throw damaged('index', 'the policy of a bucket cannot be read', cause);
  }
}
