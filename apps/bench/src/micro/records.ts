import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Secret } from '@coffer/crypto';

import type { Micro } from './measured.js';

const OBJECTS_DIR = '../../../storage-service/dist/objects';

/** The calls of storage-service's record code that a small PUT and GET make; what goes through them is opaque here. */
interface RecordCode {
  encodeRecord(record: object): Buffer;
  decodeRecord(bytes: Buffer): object;
  recordKeyOf(objectKey: Secret): Secret;
  sealRecord(recordKey: Secret, kind: 'object', identity: object, clear: Buffer, hidden: object): Buffer;
  openRecord(recordKey: Secret, kind: 'object', identity: object, stored: Buffer): object;
}

/** Encoding, decoding and authenticating the record of a small SSE-KMS object with a bucket key, by the service's own built code. */
export async function recordMicros(): Promise<Micro[]> {
  const load = (file: string): Promise<object> => import(pathToFileURL(join(import.meta.dirname, OBJECTS_DIR, file)).href) as Promise<object>;
  const code = { ...(await load('record-codec.js')), ...(await load('record-seal.js')) } as RecordCode;
  const objectKey = Secret.random(32);
  const record = sampleRecord();
  const identity = { bucket: 'bench', key: 'put-0000000', version: record.version };
  const clear = code.encodeRecord(record);
  const recordKey = code.recordKeyOf(objectKey);
  const stored = code.sealRecord(recordKey, 'object', identity, clear, {});
  return [
    { name: 'encode a record', operation: () => code.encodeRecord(record) },
    { name: 'decode a record', operation: () => code.decodeRecord(clear) },
    { name: 'seal a record', operation: () => code.sealRecord(recordKey, 'object', identity, clear, {}) },
    { name: 'open a record', operation: () => code.openRecord(recordKey, 'object', identity, stored) },
  ];
}

function sampleRecord() {
  return {
    version: randomBytes(16),
    size: 4_096,
    etag: randomBytes(16).toString('hex'),
    modifiedMs: Date.now(),
    metadata: { headers: new Map([['content-type', 'binary/octet-stream']]), user: new Map<string, string>() },
    envelope: {
      mode: 'kms-bucket-key',
      keyArn: 'arn:aws:kms:us-east-1:000000000000:key/00000000-0000-4000-8000-000000000000',
      context: new Map<string, string>(),
      blob: randomBytes(113),
      wrapped: randomBytes(60),
      segmentSize: 262_144,
    },
    body: { kind: 'inline' },
  };
}
