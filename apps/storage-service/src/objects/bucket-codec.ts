/**
 * What is kept of a bucket.
 *
 *     bucket   = format:3  created:u48  region:text  owner:text  blocks:u8  policy:text  encryption:u8  key-id:text
 *                versioning:u8
 *     format 2 = format:2  created:u48  region:text  owner:text  blocks:u8  policy:text
 *     format 1 = format:1  created:u48  region:text  owner:text
 *
 * `blocks` is 0 if the bucket has no public access block, else 16 and 1 for BlockPublicAcls, 2 for IgnorePublicAcls, 4 for BlockPublicPolicy, 8
 * for RestrictPublicBuckets. `policy` is the document as it was put, empty if there is none. `encryption` is 1 for a default of SSE-KMS and 2
 * for a bucket key; `key-id` is empty if the default names no key. `versioning` is 1 if
 * it is enabled, 2 if it is suspended, and 0 if the bucket never had it. Former formats are read as what those buckets were, and written no more:
 * format 2 as one of the default SSE-S3 without versioning, format 1 also as one that blocks everything and has no policy.
 */
import { EVERYTHING_BLOCKED, type PublicAccessBlock } from '../access/public-access-block.js';
import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import type { Versioning } from '../engine/object-index.js';
import { DEFAULT_ENCRYPTION, type BucketEncryption } from '../sse/encryption.js';

/** A bucket as it is stored. */
export interface BucketRecord {
  readonly createdMs: number;
  readonly region: string;
  readonly ownerAccountId: string;
  readonly publicAccessBlock: PublicAccessBlock | undefined;
  readonly policyText: string | undefined;
  readonly encryption: BucketEncryption;
  readonly versioning: Versioning;
}

const FORMAT = 3;
const FORMAT_WITHOUT_ACCESS = 1;
const HAS_BLOCK = 16;
const BLOCKS = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'] as const;
const IS_KMS = 1;
const HAS_BUCKET_KEY = 2;

/** By the byte that stands for each. */
const VERSIONINGS: readonly Versioning[] = ['unversioned', 'enabled', 'suspended'];

export function encodeBucket({ createdMs, region, ownerAccountId, publicAccessBlock, policyText, encryption, versioning }: BucketRecord): Buffer {
  const writer = new ByteWriter().u8(FORMAT).u48(createdMs).text(region).text(ownerAccountId);
  writer.u8(byteOf(publicAccessBlock)).text(policyText ?? '');
  writer.u8((encryption.mode === 'aws:kms' ? IS_KMS : 0) | (encryption.bucketKey ? HAS_BUCKET_KEY : 0)).text(encryption.keyId ?? '');
  return writer.u8(VERSIONINGS.indexOf(versioning)).done();
}

/** Throws InternalError, "damaged", for what `encodeBucket` never wrote in any version. */
export function decodeBucket(bytes: Buffer): BucketRecord {
  const reader = new ByteReader(bytes, 'bucket record');
  const format = reader.u8();
  if (format < FORMAT_WITHOUT_ACCESS || format > FORMAT) throw reader.damage('has an unknown format');
  const common = { createdMs: reader.u48(), region: reader.text(), ownerAccountId: reader.text() };
  const access = format === FORMAT_WITHOUT_ACCESS ? { publicAccessBlock: EVERYTHING_BLOCKED, policyText: undefined } : readAccess(reader);
  const later = format < FORMAT ? { encryption: DEFAULT_ENCRYPTION, versioning: 'unversioned' as const } : { encryption: readEncryption(reader), versioning: readVersioning(reader) };
  reader.end();
  return { ...common, ...access, ...later };
}

function readVersioning(reader: ByteReader): Versioning {
  const versioning = VERSIONINGS[reader.u8()];
  if (versioning === undefined) throw reader.damage('has an unknown versioning');
  return versioning;
}

function readAccess(reader: ByteReader): Pick<BucketRecord, 'publicAccessBlock' | 'policyText'> {
  const publicAccessBlock = blockOf(reader.u8(), reader);
  const text = reader.text();
  return { publicAccessBlock, policyText: text === '' ? undefined : text };
}

function readEncryption(reader: ByteReader): BucketEncryption {
  const byte = reader.u8();
  const keyId = reader.text();
  const isKms = (byte & IS_KMS) !== 0;
  if (byte > (IS_KMS | HAS_BUCKET_KEY) || (keyId !== '' && !isKms)) throw reader.damage('has an unknown default encryption');
  return { mode: isKms ? 'aws:kms' : 'AES256', bucketKey: (byte & HAS_BUCKET_KEY) !== 0, ...(keyId !== '' && { keyId }) };
}

function byteOf(block: PublicAccessBlock | undefined): number {
  if (block === undefined) return 0;
  return BLOCKS.reduce((byte, name, bit) => (block[name] ? byte | (1 << bit) : byte), HAS_BLOCK);
}

function blockOf(byte: number, reader: ByteReader): PublicAccessBlock | undefined {
  if (byte === 0) return undefined;
  if (byte < HAS_BLOCK || byte >= 2 * HAS_BLOCK) throw reader.damage('has an unknown public access block');
  const [blockPublicAcls = false, ignorePublicAcls = false, blockPublicPolicy = false, restrictPublicBuckets = false] = BLOCKS.map((_, bit) => (byte & (1 << bit)) !== 0);
  return { blockPublicAcls, ignorePublicAcls, blockPublicPolicy, restrictPublicBuckets };
}
