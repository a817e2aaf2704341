/**
 * A group as it is kept: the records that were appended together, and what proves their place.
 *
 *     group = version:1=2 hash:32 written:u48 count:u32 record-hash:32*count lines        lines joined by newlines
 *     group = version:1=1 hash:32 lines                                                    the first version, still read
 *
 * The hashes are those of `chain.ts`; `written` is when the group was written, in milliseconds of Unix time. A record's own hash stands before
 * the lines, so that a changed line is named and not only its group.
 *
 * Limits: 4,294,967,295 records; LMDB takes rows up to 4 GiB, and groups are far smaller (`GROUP_MAX` of `group-commit.ts`).
 */
import { groupHash, groupHashOfVersion1, HASH_SIZE, recordHash, type ChainPlace } from './chain.js';

const VERSION = 2;
const HASH_START = 1;
const TEXT_START_1 = HASH_START + HASH_SIZE;
const WRITTEN_START = HASH_START + HASH_SIZE;
const COUNT_START = WRITTEN_START + 6;
const RECORDS_START = COUNT_START + 4;
const NEWLINE = Buffer.from('\n');

/** What a kept row says of a group. Nothing of it is checked yet. */
export interface GroupRow {
  readonly version: 1 | 2;
  readonly hash: Buffer;
  /** When it was written; the epoch in groups of the first version, which do not say it. */
  readonly written: Date;
  readonly lines: readonly string[];
  /** One for each line, as far as nobody cut the row; empty in groups of the first version. */
  readonly recordHashes: readonly Buffer[];
}

/** A row of `lines`, in which the group's hash is still to be written. */
export function rowOf(lines: readonly Buffer[], written: number): Buffer {
  const textStart = RECORDS_START + HASH_SIZE * lines.length;
  const size = lines.reduce((sum, line) => sum + NEWLINE.length + line.length, textStart - NEWLINE.length);
  const row = Buffer.allocUnsafeSlow(size);
  row[0] = VERSION;
  row.writeUIntBE(written, WRITTEN_START, 6);
  row.writeUInt32BE(lines.length, COUNT_START);
  let at = textStart;
  for (const [index, line] of lines.entries()) {
    recordHash(line).copy(row, RECORDS_START + HASH_SIZE * index);
    if (index > 0) at += NEWLINE.copy(row, at);
    at += line.copy(row, at);
  }
  return row;
}

/** Writes the hash that a row of `rowOf` has at `place` into it, and returns it. */
export function placeRow(row: Buffer, place: ChainPlace): Buffer {
  const hash = groupHash(place, row.readUIntBE(WRITTEN_START, 6), row.subarray(RECORDS_START, RECORDS_START + HASH_SIZE * row.readUInt32BE(COUNT_START)));
  row.set(hash, HASH_START);
  return hash;
}

/** Reads a row, whatever was done to it: what does not fit shows as a hash that does not match. Throws RangeError for another version. */
export function decodeGroupRow(row: Buffer): GroupRow {
  const hash = row.subarray(HASH_START, HASH_START + HASH_SIZE);
  if (row[0] === 1) return { version: 1, hash, written: new Date(0), lines: row.toString('utf8', TEXT_START_1).split('\n'), recordHashes: [] };
  if (row[0] !== VERSION || row.length < RECORDS_START) throw new RangeError(`an audit group is of a version that this program does not read: ${String(row[0])}`);
  const textStart = Math.min(RECORDS_START + HASH_SIZE * row.readUInt32BE(COUNT_START), row.length);
  const recordHashes: Buffer[] = [];
  for (let at = RECORDS_START; at + HASH_SIZE <= textStart; at += HASH_SIZE) recordHashes.push(row.subarray(at, at + HASH_SIZE));
  return { version: VERSION, hash, written: new Date(row.readUIntBE(WRITTEN_START, 6)), lines: row.toString('utf8', textStart).split('\n'), recordHashes };
}

/** The hash that a group should have at `place`, by the hashes of its records as they are told. */
export function hashAt(group: GroupRow, place: ChainPlace): Buffer {
  if (group.version === 1) return groupHashOfVersion1(place, Buffer.from(group.lines.join('\n')));
  return groupHash(place, group.written.getTime(), Buffer.concat(group.recordHashes));
}
