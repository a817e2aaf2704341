/**
 * The clear parts of an upload's record and of a part's.
 *
 *     upload = format:1  initiated:u48  checksum:u8  headers:pairs  user:pairs  envelope:bytes  completion:bytes
 *            | format:2  ... the same ...  tags:pairs                    where the object will have some
 *     part   = format:1  number:u16  size:u48  modified:u48  etag:text  body-id:text
 *
 * `checksum` is 0 for none, else 1 + 2 * algorithm + type. `completion` is empty but with SSE-C. Both are stored sealed as an object's record
 * is (record-seal.ts).
 */
import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { CHECKSUM_ALGORITHMS, CHECKSUM_TYPES } from '../digest/checksum.js';
import { decodeEnvelope, encodeEnvelope } from '../sse/envelope.js';

import type { UploadChecksum } from './commands.js';
import type { PartRecord, UploadRecord } from './record.js';
import { readMetadata, writeMetadata } from './record-codec.js';

const FORMAT = 1;
const TAGGED_FORMAT = 2;

export function encodeUpload(upload: UploadRecord): Buffer {
  const writer = new ByteWriter().u8(upload.tags ? TAGGED_FORMAT : FORMAT).u48(upload.initiatedMs).u8(checksumByte(upload.checksum));
  writeMetadata(writer, upload.metadata);
  writer.bytes(encodeEnvelope(upload.envelope));
  writer.bytes(upload.completion ? encodeEnvelope(upload.completion) : Buffer.alloc(0));
  if (upload.tags) writer.pairs(upload.tags);
  return writer.done();
}

export function decodeUpload(bytes: Buffer): UploadRecord {
  const reader = new ByteReader(bytes, 'upload record');
  const format = reader.u8();
  if (format !== FORMAT && format !== TAGGED_FORMAT) throw reader.damage('has an unknown format');
  const initiatedMs = reader.u48();
  const checksum = checksumOf(reader.u8(), reader);
  const metadata = readMetadata(reader);
  const envelope = decodeEnvelope(reader.bytes());
  const completionBytes = reader.bytes();
  const tags = format === TAGGED_FORMAT ? reader.pairs() : undefined;
  reader.end();
  if (tags?.size === 0) throw reader.damage('has no tag');
  const completion = completionBytes.length === 0 ? undefined : decodeEnvelope(completionBytes);
  if (completion && completion.mode !== 's3') throw reader.damage('keeps its completion key in an unknown way');
  return { initiatedMs, metadata, envelope, ...(checksum && { checksum }), ...(tags && { tags }), ...(completion && { completion }) };
}

export function encodePart(part: PartRecord): Buffer {
  return new ByteWriter().u8(FORMAT).u16(part.number).u48(part.size).u48(part.modifiedMs).text(part.etag).text(part.bodyId).done();
}

export function decodePart(bytes: Buffer): PartRecord {
  const reader = new ByteReader(bytes, 'part record');
  if (reader.u8() !== FORMAT) throw reader.damage('has an unknown format');
  const part = { number: reader.u16(), size: reader.u48(), modifiedMs: reader.u48(), etag: reader.text(), bodyId: reader.text() };
  reader.end();
  return part;
}

function checksumByte(checksum: UploadChecksum | undefined): number {
  if (!checksum) return 0;
  return 1 + CHECKSUM_TYPES.length * CHECKSUM_ALGORITHMS.indexOf(checksum.algorithm) + CHECKSUM_TYPES.indexOf(checksum.type);
}

function checksumOf(byte: number, reader: ByteReader): UploadChecksum | undefined {
  if (byte === 0) return undefined;
  const algorithm = CHECKSUM_ALGORITHMS[Math.floor((byte - 1) / CHECKSUM_TYPES.length)];
  const type = CHECKSUM_TYPES[(byte - 1) % CHECKSUM_TYPES.length];
  if (!algorithm || !type) throw reader.damage('names an unknown checksum');
  return { algorithm, type };
}
