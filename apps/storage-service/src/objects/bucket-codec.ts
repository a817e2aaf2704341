/**
 * What is kept of a bucket.
 *
 *     bucket   = format:2  created:u48  region:text  owner:text  blocks:u8  policy:text
 *     format 3 = format:3  created:u48  region:text  owner:text  blocks:u8  policy:text  versioning:u8
 *     format 1 = format:1  created:u48  region:text  owner:text
 *
 * `blocks` is 0 if the bucket has no public access block, else 16 and 1 for BlockPublicAcls, 2 for IgnorePublicAcls, 4 for BlockPublicPolicy, 8
 * for RestrictPublicBuckets. `policy` is the document as it was put, empty if there is none. `versioning` is 1 if it is enabled, 2 if it is
 * suspended; a bucket that never had it is of format 2. Format 1 is read as a bucket that blocks
 * everything and has no policy, which is what it was; it is written no more.
 */
import { EVERYTHING_BLOCKED, type PublicAccessBlock } from '../access/public-access-block.js';
import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import type { Versioning } from '../engine/object-index.js';

/** A bucket as it is stored. */
export interface BucketRecord {
  readonly createdMs: number;
  readonly region: string;
  readonly ownerAccountId: string;
  readonly publicAccessBlock: PublicAccessBlock | undefined;
  readonly policyText: string | undefined;
  readonly versioning: Versioning;
}

const FORMAT = 2;
const FORMAT_WITHOUT_ACCESS = 1;
const FORMAT_WITH_VERSIONING = 3;
const HAS_BLOCK = 16;
const BLOCKS = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'] as const;

/** By the byte that stands for each. */
const VERSIONINGS: readonly Versioning[] = ['unversioned', 'enabled', 'suspended'];

export function encodeBucket({ createdMs, region, ownerAccountId, publicAccessBlock, policyText, versioning }: BucketRecord): Buffer {
  const isVersioned = versioning !== 'unversioned';
  const writer = new ByteWriter().u8(isVersioned ? FORMAT_WITH_VERSIONING : FORMAT).u48(createdMs).text(region).text(ownerAccountId);
  writer.u8(byteOf(publicAccessBlock)).text(policyText ?? '');
  return (isVersioned ? writer.u8(VERSIONINGS.indexOf(versioning)) : writer).done();
}

/** Throws InternalError, "damaged", for what `encodeBucket` never wrote in any version. */
export function decodeBucket(bytes: Buffer): BucketRecord {
  const reader = new ByteReader(bytes, 'bucket record');
  const format = reader.u8();
  if (format < FORMAT_WITHOUT_ACCESS || format > FORMAT_WITH_VERSIONING) throw reader.damage('has an unknown format');
  const common = { createdMs: reader.u48(), region: reader.text(), ownerAccountId: reader.text() };
  const access = format === FORMAT_WITHOUT_ACCESS ? { publicAccessBlock: EVERYTHING_BLOCKED, policyText: undefined } : readAccess(reader);
  const versioning = format === FORMAT_WITH_VERSIONING ? versioningOf(reader.u8(), reader) : 'unversioned';
  reader.end();
  return { ...common, ...access, versioning };
}

function versioningOf(byte: number, reader: ByteReader): Versioning {
  const versioning = byte === 0 ? undefined : VERSIONINGS[byte];
  if (versioning === undefined) throw reader.damage('has an unknown versioning');
  return versioning;
}

function readAccess(reader: ByteReader): Pick<BucketRecord, 'publicAccessBlock' | 'policyText'> {
  const publicAccessBlock = blockOf(reader.u8(), reader);
  const text = reader.text();
  return { publicAccessBlock, policyText: text === '' ? undefined : text };
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
