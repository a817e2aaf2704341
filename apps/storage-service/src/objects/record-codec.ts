/**
 * The clear part of an object's record.
 *
 *     record   = format:1  version:u16-framed  size:u48  modified:u48  etag:text  headers:pairs  user:pairs  envelope:bytes  body
 *     body     = 0                                              inline, beside the record
 *              | 1  body-id:text                                one body
 *              | 2  count:u16  (number:u16 size:u48 body-id:26)*     the bodies of a multipart upload, in order
 *
 * It is stored as `clear:bytes seal:bytes` (record-seal.ts): the seal authenticates every byte of it under the object's key.
 */
import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { decodeEnvelope, encodeEnvelope } from '../sse/envelope.js';

import type { ObjectMetadata } from './commands.js';
import type { ObjectRecord, RecordBody, StoredPart } from './record.js';

const FORMAT = 1;
const BODY_ID_LENGTH = 26;
const bodyKinds = { inline: 0, single: 1, parts: 2 } satisfies Record<RecordBody['kind'], number>;

export function encodeRecord(record: ObjectRecord): Buffer {
  const writer = new ByteWriter().u8(FORMAT).u16(record.version.length).fixed(record.version);
  writer.u48(record.size).u48(record.modifiedMs).text(record.etag);
  writeMetadata(writer, record.metadata);
  writer.bytes(encodeEnvelope(record.envelope));
  writeBody(writer, record.body);
  return writer.done();
}

export function decodeRecord(bytes: Buffer): ObjectRecord {
  const reader = new ByteReader(bytes, 'object record');
  if (reader.u8() !== FORMAT) throw reader.damage('has an unknown format');
  const record = {
    version: reader.fixed(reader.u16()),
    size: reader.u48(),
    modifiedMs: reader.u48(),
    etag: reader.text(),
    metadata: readMetadata(reader),
    envelope: decodeEnvelope(reader.bytes()),
    body: readBody(reader),
  };
  reader.end();
  return record;
}

export function writeMetadata(writer: ByteWriter, metadata: ObjectMetadata): void {
  writer.pairs(metadata.headers).pairs(metadata.user);
}

export function readMetadata(reader: ByteReader): ObjectMetadata {
  return { headers: reader.pairs(), user: reader.pairs() };
}

function writeBody(writer: ByteWriter, body: RecordBody): void {
  writer.u8(bodyKinds[body.kind]);
  if (body.kind === 'single') writer.text(body.bodyId);
  if (body.kind !== 'parts') return;
  writer.u16(body.parts.length);
  for (const part of body.parts) writer.u16(part.number).u48(part.size).fixed(Buffer.from(part.bodyId, 'latin1'));
}

function readBody(reader: ByteReader): RecordBody {
  switch (reader.u8()) {
    case bodyKinds.inline:
      return { kind: 'inline' };
    case bodyKinds.single:
      return { kind: 'single', bodyId: reader.text() };
    case bodyKinds.parts:
      return { kind: 'parts', parts: Array.from({ length: reader.u16() }, () => readPart(reader)) };
    default:
      throw reader.damage('has an unknown kind of body');
  }
}

function readPart(reader: ByteReader): StoredPart {
  return { number: reader.u16(), size: reader.u48(), bodyId: reader.fixed(BODY_ID_LENGTH).toString('latin1') };
}
