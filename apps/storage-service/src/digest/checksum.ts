/** The algorithms of x-amz-checksum-*, by the names that S3 gives them. The order is kept in stored records: append only. */
export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

/** Whether the value of a multipart object is that of its bytes, or that of its parts' values. Kept in stored records: append only. */
export const CHECKSUM_TYPES = ['FULL_OBJECT', 'COMPOSITE'] as const;

export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];
export type ChecksumType = (typeof CHECKSUM_TYPES)[number];

/** A checksum of the plaintext. `value` is base64; composite values of multipart objects end in `-N`. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: ChecksumType;
}

/** Length in bytes of a value before base64. CRCs are big-endian. */
export const checksumSize = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 } as const satisfies Record<ChecksumAlgorithm, number>;

/** Whether `text` is the one base64 spelling of a value of the algorithm: padded, of the right length, no stray bits, no other characters. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === checksumSize[algorithm] && bytes.toString('base64') === text;
}
