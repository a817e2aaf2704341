/**
 * What a listing shows of an object, kept apart from its record so that LIST touches nothing else.
 *
 *     summary = format:1  size:u48  modified:u48  etag:text  crc32:u32
 *
 * LIST has no key, so a summary cannot be authenticated: its CRC finds rot, and GET compares it with the authenticated record.
 */
import { crc32 } from 'node:zlib';

import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';

const FORMAT = 1;
const CRC_SIZE = 4;

export interface Summary {
  readonly size: number;
  readonly modifiedMs: number;
  readonly etag: string;
}

export function encodeSummary(summary: Summary): Buffer {
  const writer = new ByteWriter().u8(FORMAT).u48(summary.size).u48(summary.modifiedMs).text(summary.etag);
  return writer.u32(crc32(writer.done())).done();
}

export function decodeSummary(bytes: Buffer): Summary {
  const reader = new ByteReader(bytes, 'listing entry');
  if (reader.u8() !== FORMAT) throw reader.damage('has an unknown format');
  const summary = { size: reader.u48(), modifiedMs: reader.u48(), etag: reader.text() };
  const crc = reader.u32();
  reader.end();
  if (crc !== crc32(bytes.subarray(0, bytes.length - CRC_SIZE))) throw reader.damage('has a wrong checksum');
  return summary;
}
