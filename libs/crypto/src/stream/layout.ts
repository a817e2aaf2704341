/**
 * Sealing of bodies of any length, read back from any offset: Tink's AES-GCM-HKDF streaming AEAD, byte for byte.
 *
 *     sealed  = header  segment*  last-segment
 *     header  = length:1  salt:32  nonce-prefix:7                length counts the whole header: 40
 *     segment = ciphertext  tag:16                               AES-256-GCM, no associated data of its own
 *     nonce   = nonce-prefix:7  index:u32  last:u8               big-endian; last is 1 for the last segment and 0 before it
 *     key     = HKDF-SHA256(key, salt, info = associated data)   32 bytes, for this stream only
 *
 * The header and the first segment together take `segmentSize` bytes, as does every segment after it but the last, so segment
 * i starts at i * segmentSize. The last may be shorter, and is empty only when the whole plaintext is. The index stops
 * segments being moved, the last byte stops the stream being cut short or continued, the derived key binds the rest.
 *
 * Promises: a segment is released only after its tag is checked. A reader sees a true prefix of the plaintext, then either
 * its end or an error; it has the whole only if the iteration finishes.
 * Limits: `SEGMENT_COUNT_MAX` segments, sizes that are safe integers. Overhead 40 bytes, and 16 a segment.
 */
import { CryptoError } from '../errors.js';
import { GCM_TAG_SIZE } from '../gcm.js';

export const SALT_SIZE = 32;
export const NONCE_PREFIX_SIZE = 7;
export const HEADER_SIZE = 1 + SALT_SIZE + NONCE_PREFIX_SIZE;

/** Tink's own lower bound: room for one byte beside the header in the first segment. */
export const SEGMENT_SIZE_MIN = HEADER_SIZE + GCM_TAG_SIZE + 1;

/** Ours: a stream holds a few segments in memory. */
export const SEGMENT_SIZE_MAX = 4 * 1024 * 1024;

/** The index has 32 bits. */
export const SEGMENT_COUNT_MAX = 2 ** 32;

/** Plaintext bytes that a segment holds when it is full. */
export function segmentCapacity(segmentSize: number, index: number): number {
  return segmentSize - GCM_TAG_SIZE - (index === 0 ? HEADER_SIZE : 0);
}

/** Where in the plaintext a segment starts. */
export function segmentStart(segmentSize: number, index: number): number {
  return index === 0 ? 0 : index * segmentCapacity(segmentSize, 1) - HEADER_SIZE;
}

/** The segment that holds the plaintext byte at `offset`. */
export function segmentAt(segmentSize: number, offset: number): number {
  return Math.floor((offset + HEADER_SIZE) / segmentCapacity(segmentSize, 1));
}

/** Segments of a sealed stream of this size. */
export function segmentCount(segmentSize: number, sealedLength: number): number {
  return Math.ceil(sealedLength / segmentSize);
}

/** How long the sealed stream of `plaintextLength` bytes is. */
export function sealedSize(plaintextLength: number, segmentSize: number): number {
  checkSegmentSize(segmentSize);
  if (!Number.isSafeInteger(plaintextLength) || plaintextLength < 0) throw new CryptoError('bad_parameter', `No plaintext has ${plaintextLength} bytes.`);
  const count = plaintextLength === 0 ? 1 : segmentAt(segmentSize, plaintextLength - 1) + 1;
  const size = HEADER_SIZE + plaintextLength + count * GCM_TAG_SIZE;
  if (count > SEGMENT_COUNT_MAX || !Number.isSafeInteger(size)) {
    throw new CryptoError('bad_parameter', `A plaintext of ${plaintextLength} bytes is too long for segments of ${segmentSize}.`);
  }
  return size;
}

/** How many bytes a sealed stream of `sealedLength` holds. A size that no plaintext gives is `truncated`. */
export function plaintextSize(sealedLength: number, segmentSize: number): number {
  checkSegmentSize(segmentSize);
  if (!Number.isSafeInteger(sealedLength) || sealedLength < 0) throw new CryptoError('bad_parameter', `No sealed stream has ${sealedLength} bytes.`);
  const count = segmentCount(segmentSize, sealedLength);
  if (count > SEGMENT_COUNT_MAX) {
    throw new CryptoError('bad_parameter', `A sealed stream of ${sealedLength} bytes is too long for segments of ${segmentSize}.`);
  }
  const lastSize = sealedLength - (count - 1) * segmentSize;
  if (count < 1 || lastSize < HEADER_SIZE + GCM_TAG_SIZE && count === 1 || lastSize <= GCM_TAG_SIZE) throw endsInside();
  return sealedLength - HEADER_SIZE - count * GCM_TAG_SIZE;
}

export function checkSegmentSize(segmentSize: number): void {
  if (!Number.isInteger(segmentSize) || segmentSize < SEGMENT_SIZE_MIN || segmentSize > SEGMENT_SIZE_MAX) {
    throw new CryptoError('bad_parameter', `A segment has ${SEGMENT_SIZE_MIN} to ${SEGMENT_SIZE_MAX} bytes, not ${segmentSize}.`);
  }
}

/** The refusal of a stream that ends where no stream can end. */
export function endsInside(): CryptoError {
  return new CryptoError('truncated', 'The sealed stream ends inside its header or a segment.');
}
