import { createHash } from 'node:crypto';

import { checksumSize, type ChecksumAlgorithm } from './checksum.js';
import { combineCrcs, isCrcAlgorithm } from './crc-combine.js';
import { createDigest } from './digest.js';

/** A part of a multipart object: its size in bytes and its own checksum, base64. */
export interface PartChecksum {
  readonly size: number;
  readonly value: string;
}

/**
 * The FULL_OBJECT value: what the algorithm gives for the bytes of the parts in a row. No byte is read. CRCs only, as with S3: the hash of a
 * whole does not follow from those of its parts, and an upload that asks for it is refused when it begins.
 */
export function combinedChecksum(algorithm: ChecksumAlgorithm, parts: readonly PartChecksum[]): string {
  if (!isCrcAlgorithm(algorithm)) throw new Error(`internal error: ${algorithm} of a whole does not follow from its parts`);
  const crcs = parts.map(({ size, value }) => ({ crc: valueOf(algorithm, value), size }));
  return combineCrcs(algorithm, crcs).toString('base64');
}

/** The COMPOSITE value: the checksum of the parts' values in a row, and how many there are. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly PartChecksum[]): string {
  const digest = createDigest(algorithm);
  for (const part of parts) digest.update(valueOf(algorithm, part.value));
  return `${digest.base64()}-${String(parts.length)}`;
}

/** S3's ETag of a multipart object: the MD5 of the parts' ETags, read as 16 bytes each, and how many there are. */
export function compositeEtag(partEtags: readonly string[]): string {
  const hash = createHash('md5');
  for (const etag of partEtags) hash.update(Buffer.from(etag, 'hex'));
  return `${hash.digest('hex')}-${String(partEtags.length)}`;
}

/** Part values are our own records: one of another length is a defect of ours. */
function valueOf(algorithm: ChecksumAlgorithm, value: string): Buffer {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== checksumSize[algorithm]) throw new Error(`internal error: a part without its ${algorithm}`);
  return bytes;
}
