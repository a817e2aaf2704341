/**
 * A record as it is stored: clear bytes, and a seal over them under a key derived from the object's key.
 *
 *     stored = clear-length:u32  clear  seal
 *     seal   = nonce:12  ciphertext  tag:16            AES-256-GCM; associated data: kind, bucket, key, version, clear
 *
 * The ciphertext holds what only whoever may read the object may know (a checksum confirms a guessed plaintext), the tag is the MAC of the
 * whole record: a changed byte, or a record moved to another name, does not open.
 */
import { associatedData, CryptoError, deriveKey, open, seal, type Secret } from '@coffer/crypto';

import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';
import { CHECKSUM_ALGORITHMS, CHECKSUM_TYPES } from '../digest/checksum.js';
import { damaged } from '../errors/damaged.js';
import { recordIdentity, type ObjectIdentity } from '../sse/identity.js';

import type { Hidden } from './record.js';

export type RecordKind = 'object' | 'upload' | 'part';

const recordKeyInfo = associatedData('coffer/s3/v1/record-key');

/** The key that seals an object's records; it opens no body. The caller disposes of it. */
export function recordKeyOf(objectKey: Secret): Secret {
  return deriveKey(objectKey, recordKeyInfo);
}

export function sealRecord(recordKey: Secret, kind: RecordKind, identity: ObjectIdentity, clear: Buffer, hidden: Hidden): Buffer {
  const sealed = seal(recordKey, encodeHidden(hidden), recordIdentity(kind, identity, clear));
  return new ByteWriter().bytes(clear).fixed(sealed).done();
}

/** The clear bytes, not yet authenticated: enough to find the key, and for HEAD, which has none. */
export function clearOf(stored: Buffer): Buffer {
  return new ByteReader(stored, 'record').bytes();
}

/** Authenticates the whole record. Throws InternalError, "damaged", if one byte of it is not as it was written under this name. */
export function openRecord(recordKey: Secret, kind: RecordKind, identity: ObjectIdentity, stored: Buffer): Hidden {
  const reader = new ByteReader(stored, 'record');
  const clear = reader.bytes();
  try {
    return decodeHidden(open(recordKey, stored.subarray(reader.at), recordIdentity(kind, identity, clear)));
  } catch (error) {
    if (error instanceof CryptoError) throw damaged('record', `the ${kind} record does not open`, error);
    throw error;
  }
}

function encodeHidden(hidden: Hidden): Buffer {
  const writer = new ByteWriter();
  if (!hidden.checksum) return writer.done();
  const { algorithm, type, value } = hidden.checksum;
  return writer.u8(CHECKSUM_ALGORITHMS.indexOf(algorithm)).u8(CHECKSUM_TYPES.indexOf(type)).text(value).done();
}

function decodeHidden(bytes: Buffer): Hidden {
  if (bytes.length === 0) return {};
  const reader = new ByteReader(bytes, 'hidden part of the record');
  const algorithm = CHECKSUM_ALGORITHMS[reader.u8()];
  const type = CHECKSUM_TYPES[reader.u8()];
  if (!algorithm || !type) throw reader.damage('names an unknown checksum');
  const value = reader.text();
  reader.end();
  return { checksum: { algorithm, type, value } };
}
