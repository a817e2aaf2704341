/**
 * What a listing shows of an object, kept apart from its record so that LIST touches nothing else.
 *
 *     summary  = format:1  size:u48  modified:u48  etag:text  crc32:u32
 *     format 2 = format:1  size:u48  modified:u48  etag:text  version:u16-framed  crc32:u32
 *
 * Format 2 is of versions with an id of their own: the version stands in the id (version-id.ts). LIST has no key, so a summary cannot be
 * authenticated: its CRC finds rot, and GET compares it with the authenticated record.
 */
import { crc32 } from 'node:zlib';

import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';

import type { ObjectRecord } from './record.js';

const FORMAT = 1;
const FORMAT_WITH_VERSION = 2;
const CRC_SIZE = 4;

export interface Summary {
  readonly size: number;
  readonly modifiedMs: number;
  readonly etag: string;
  /** Of a version with an id of its own. */
  readonly version?: Buffer;
}

/** `hasId`: whether the version is known by an id of its own. */
export function summaryOf({ size, modifiedMs, etag, version }: ObjectRecord, hasId: boolean): Summary {
  return hasId ? { size, modifiedMs, etag, version } : { size, modifiedMs, etag };
}

export function encodeSummary({ size, modifiedMs, etag, version }: Summary): Buffer {
  const writer = new ByteWriter().u8(version ? FORMAT_WITH_VERSION : FORMAT).u48(size).u48(modifiedMs).text(etag);
  if (version) writer.u16(version.length).fixed(version);
  return writer.u32(crc32(writer.done())).done();
}

export function decodeSummary(bytes: Buffer): Summary {
  const reader = new ByteReader(bytes, 'listing entry');
  const format = reader.u8();
  if (format !== FORMAT && format !== FORMAT_WITH_VERSION) throw reader.damage('has an unknown format');
  const common = { size: reader.u48(), modifiedMs: reader.u48(), etag: reader.text() };
  const summary = format === FORMAT ? common : { ...common, version: reader.fixed(reader.u16()) };
  const crc = reader.u32();
  reader.end();
  if (crc !== crc32(bytes.subarray(0, bytes.length - CRC_SIZE))) throw reader.damage('has a wrong checksum');
  return summary;
}
