import { createHash, hash } from 'node:crypto';
import { associatedData } from '@coffer/crypto';

/** What the first group of a writer follows. */
export const CHAIN_START = Buffer.alloc(32);

export const HASH_SIZE = 32;

/** Where a group stands, and what it follows. */
export interface ChainPlace {
  /** The hash of the group before it, or `CHAIN_START`. */
  readonly previous: Uint8Array;
  readonly writer: string;
  readonly sequence: number;
}

/** SHA-256 of one record, by which a record that was changed is told from those beside it. */
export function recordHash(line: Uint8Array): Buffer {
  return hash('sha256', line, 'buffer');
}

/**
 * The hash of a group, which the next one hashes in turn:
 *
 *     SHA-256(framed("coffer/audit/2", previous:32, writer, sequence:u64, written:u64, the records' hashes joined))
 *
 * `written` is in milliseconds of Unix time. So a group that is changed, removed, moved or put in between shows at the next one, and at the head
 * if there is no next one.
 */
export function groupHash({ previous, writer, sequence }: ChainPlace, written: number, recordHashes: Uint8Array): Buffer {
  return createHash('sha256').update(associatedData('coffer/audit/2', previous, Buffer.from(writer), u64(sequence), u64(written), recordHashes)).digest();
}

/**
 * The hash of a group of the first version, whose records have none of their own:
 *
 *     SHA-256(framed("coffer/kms/audit/1", previous:32, writer, sequence:u64, lines joined by newlines))
 */
export function groupHashOfVersion1({ previous, writer, sequence }: ChainPlace, text: Uint8Array): Buffer {
  // The text's frame is written apart, so that a group of megabytes is not copied to be framed.
  const textSize = Buffer.allocUnsafe(4);
  textSize.writeUInt32BE(text.length);
  return createHash('sha256').update(associatedData('coffer/kms/audit/1', previous, Buffer.from(writer), u64(sequence))).update(textSize).update(text).digest();
}

function u64(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
