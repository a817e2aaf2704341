import { createHash } from 'node:crypto';
import { associatedData } from '@coffer/crypto';

/** What the first group of a writer follows. */
export const CHAIN_START = Buffer.alloc(32);

/**
 * The hash of a group, which the next one hashes in turn:
 *
 *     SHA-256(framed("coffer/kms/audit/1", previous:32, writer, sequence:u64, lines joined by newlines))
 *
 * So a group that is changed, removed, moved or put in between shows at the next one, and at the head if there is no next one.
 */
export function chainHash(previous: Uint8Array, writer: string, sequence: number, text: Uint8Array): Buffer {
  const place = Buffer.allocUnsafe(8);
  place.writeBigUInt64BE(BigInt(sequence));
  // The text's frame is written apart, so that a group of megabytes is not copied to be framed.
  const textSize = Buffer.allocUnsafe(4);
  textSize.writeUInt32BE(text.length);
  return createHash('sha256').update(associatedData('coffer/kms/audit/1', previous, Buffer.from(writer), place)).update(textSize).update(text).digest();
}
