/**
 * The envelope: how an object's key is wrapped. It stands in the object's record, whose seal authenticates it.
 *
 *     envelope = version:1  mode:u8  segment-size:u32  rest
 *     SSE-KMS            rest = key-arn:text  context:pairs  blob:bytes                    the object key is the data key in the blob
 *     SSE-KMS bucket key rest = key-arn:text  context:pairs  blob:bytes  wrapped:bytes     blob: the bucket's data key
 *     SSE-S3             rest = blob:bytes  wrapped:bytes                                  blob: the bucket's data key, service-owned
 *     SSE-C              rest = key-md5:text  salt:32  check:32  wrapped:bytes
 *
 * `context` holds the user's pairs; the pair `aws:s3:arn` is made again from the object's name at every use, so a record that is moved
 * to another name asks the KMS for another context and is refused there. `wrapped` is a short AEAD (nonce, ciphertext, tag) of the 32-byte
 * object key, bound to the object's identity, the mode and the context. `check` recognises a customer's key without telling it.
 */
import type { EncryptionContext } from '@coffer/context';

import { ByteReader } from '../codec/byte-reader.js';
import { ByteWriter } from '../codec/byte-writer.js';

import type { AppliedEncryption } from './encryption.js';

const VERSION = 1;
const SALT_SIZE = 32;
const CHECK_SIZE = 32;

export interface KmsEnvelope {
  readonly mode: 'kms';
  readonly keyArn: string;
  readonly context: EncryptionContext;
  readonly blob: Buffer;
}

export interface BucketKeyEnvelope {
  readonly mode: 'kms-bucket-key';
  readonly keyArn: string;
  readonly context: EncryptionContext;
  readonly blob: Buffer;
  readonly wrapped: Buffer;
}

export interface ServiceEnvelope {
  readonly mode: 's3';
  readonly blob: Buffer;
  readonly wrapped: Buffer;
}

export interface CustomerEnvelope {
  readonly mode: 'customer';
  readonly keyMd5: string;
  readonly salt: Buffer;
  readonly check: Buffer;
  readonly wrapped: Buffer;
}

export type WrappedKey = KmsEnvelope | BucketKeyEnvelope | ServiceEnvelope | CustomerEnvelope;
export type Envelope = WrappedKey & {
  /** Ciphertext segment size of every body under this key, in bytes. */
  readonly segmentSize: number;
};
/** What the service keeps for itself. */
export type KeptEnvelope = Extract<Envelope, ServiceEnvelope>;

const modeBytes = { kms: 1, 'kms-bucket-key': 2, s3: 3, customer: 4 } satisfies Record<Envelope['mode'], number>;

export function encodeEnvelope(envelope: Envelope): Buffer {
  const writer = new ByteWriter().u8(VERSION).u8(modeBytes[envelope.mode]).u32(envelope.segmentSize);
  switch (envelope.mode) {
    case 'kms':
      return writer.text(envelope.keyArn).pairs(envelope.context).bytes(envelope.blob).done();
    case 'kms-bucket-key':
      return writer.text(envelope.keyArn).pairs(envelope.context).bytes(envelope.blob).bytes(envelope.wrapped).done();
    case 's3':
      return writer.bytes(envelope.blob).bytes(envelope.wrapped).done();
    case 'customer':
      return writer.text(envelope.keyMd5).fixed(envelope.salt).fixed(envelope.check).bytes(envelope.wrapped).done();
  }
}

export function decodeEnvelope(bytes: Buffer): Envelope {
  const reader = new ByteReader(bytes, 'envelope');
  if (reader.u8() !== VERSION) throw reader.damage('has an unknown version');
  const mode = reader.u8();
  const segmentSize = reader.u32();
  const envelope = { ...decodeWrapped(reader, mode), segmentSize };
  reader.end();
  return envelope;
}

function decodeWrapped(reader: ByteReader, mode: number): WrappedKey {
  switch (mode) {
    case modeBytes.kms:
      return { mode: 'kms', keyArn: reader.text(), context: reader.pairs(), blob: reader.bytes() };
    case modeBytes['kms-bucket-key']:
      return { mode: 'kms-bucket-key', keyArn: reader.text(), context: reader.pairs(), blob: reader.bytes(), wrapped: reader.bytes() };
    case modeBytes.s3:
      return { mode: 's3', blob: reader.bytes(), wrapped: reader.bytes() };
    case modeBytes.customer:
      return { mode: 'customer', keyMd5: reader.text(), salt: reader.fixed(SALT_SIZE), check: reader.fixed(CHECK_SIZE), wrapped: reader.bytes() };
    default:
      throw reader.damage('has an unknown mode');
  }
}

/** What the response's headers say of it. */
export function appliedBy(envelope: Envelope): AppliedEncryption {
  switch (envelope.mode) {
    case 's3':
      return { mode: 'AES256' };
    case 'customer':
      return { mode: 'SSE-C', keyMd5: envelope.keyMd5 };
    case 'kms':
    case 'kms-bucket-key': {
      const applied = { mode: 'aws:kms', keyArn: envelope.keyArn, bucketKey: envelope.mode === 'kms-bucket-key' } as const;
      return envelope.context.size === 0 ? applied : { ...applied, context: envelope.context };
    }
  }
}
