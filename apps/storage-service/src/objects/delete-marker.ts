/**
 * What is kept of a delete marker.
 *
 *     delete-marker = format:1  modified:u48  crc32:u32
 *
 * There is no key under which it could be authenticated, for there is nothing to read: the CRC finds rot.
 */
import { crc32 } from 'node:zlib';

import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import type { VersionRef } from '../engine/object-index.js';
import type { DeleteMarker } from '../errors/storage-error.js';

import { printMarkerId } from './version-id.js';

const FORMAT = 1;
const CRC_SIZE = 4;

export interface MarkerSummary {
  readonly modifiedMs: number;
}

export function encodeMarker({ modifiedMs }: MarkerSummary): Buffer {
  const writer = new ByteWriter().u8(FORMAT).u48(modifiedMs);
  return writer.u32(crc32(writer.done())).done();
}

export function decodeMarker(bytes: Buffer): MarkerSummary {
  const reader = new ByteReader(bytes, 'delete marker');
  if (reader.u8() !== FORMAT) throw reader.damage('has an unknown format');
  const modifiedMs = reader.u48();
  const crc = reader.u32();
  reader.end();
  if (crc !== crc32(bytes.subarray(0, bytes.length - CRC_SIZE))) throw reader.damage('has a wrong checksum');
  return { modifiedMs };
}

/** What an error tells of the delete marker that a request met. */
export function toldMarker(marker: VersionRef & { readonly summary: Buffer }): DeleteMarker {
  return { versionId: printMarkerId(marker), modified: new Date(decodeMarker(marker.summary).modifiedMs) };
}
