/**
 * Makes the vectors of the stored formats: `node apps/storage-service/vectors/generate.mjs` after a build. The bytes are fixed by the seed
 * below, so a change of a format shows as a change of these files.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { encodeBucket } from '../dist/objects/bucket-codec.js';
import { encodeEnvelope } from '../dist/sse/envelope.js';
import { encodeRecord } from '../dist/objects/record-codec.js';
import { encodeMarker } from '../dist/objects/delete-marker.js';
import { encodeSummary } from '../dist/objects/summary.js';
import { encodeTags } from '../dist/objects/tags.js';
import { encodePart, encodeUpload } from '../dist/objects/upload-codec.js';

const SEED = 'coffer storage vectors 1';
const bytes = (label, size) => createHash('shake256', { outputLength: size }).update(`${SEED} ${label}`).digest();
const keyArn = 'arn:aws:kms:us-east-1:000000000000:key/11111111-2222-4333-8444-555555555555';
const segmentSize = 65_536;
const none = new Map();

const envelopes = [
  ['SSE-KMS: the data key itself', { mode: 'kms', keyArn, context: none, blob: bytes('blob', 129), segmentSize }],
  ['SSE-KMS with the user pairs of its context', { mode: 'kms', keyArn, context: new Map([['team', 'blue'], ['é', '\u{10000}']]), blob: bytes('blob', 129), segmentSize }],
  ['SSE-KMS under a bucket key', { mode: 'kms-bucket-key', keyArn, context: none, blob: bytes('blob', 129), wrapped: bytes('wrapped', 60), segmentSize }],
  ['SSE-S3: no ARN, for the key is nobody\'s to see', { mode: 's3', blob: bytes('blob', 129), wrapped: bytes('wrapped', 60), segmentSize }],
  ['SSE-C: a check value, never the key', { mode: 'customer', keyMd5: bytes('md5', 16).toString('base64'), salt: bytes('salt', 32), check: bytes('check', 32), wrapped: bytes('wrapped', 60), segmentSize }],
];
const envelope = envelopes[3][1];
const metadata = { headers: new Map([['content-type', 'text/plain']]), user: new Map([['a', 'é']]) };
const bare = { headers: none, user: none };
const version = bytes('version', 16);
const bodyId = (n) => `01M84ADN2GABJGKH8W6FEJTT${String(n).padStart(2, '0')}`;
const object = { version, size: 5, etag: bytes('etag', 16).toString('hex'), modifiedMs: 1_764_000_000_123, metadata, envelope };

const records = [
  ['the body lies beside the record', { ...object, body: { kind: 'inline' } }],
  ['no metadata, and no byte', { ...object, size: 0, metadata: bare, body: { kind: 'inline' } }],
  ['the body lies in the body store', { ...object, size: 2 ** 40, body: { kind: 'single', bodyId: bodyId(1) } }],
  ['an upload: the id is the version, the parts stand in order', { ...object, version: Buffer.from('upload-id'), etag: `${object.etag}-2`, body: { kind: 'parts', parts: [{ number: 1, size: 5_242_880, bodyId: bodyId(1) }, { number: 10_000, size: 1, bodyId: bodyId(2) }] } }],
];
const summaries = [
  ['a small object', object],
  ['the largest size and an ETag of an upload', { ...object, size: 2 ** 48 - 1, etag: `${object.etag}-10000` }],
];
const versions = [
  ['a version that is known by an id of its own', object],
  ['... that an upload made', { ...object, version: Buffer.from('upload-id'), etag: `${object.etag}-2` }],
];
const markers = [['a delete marker: when it was put', { modifiedMs: object.modifiedMs }]];
const uploads = [
  ['no checksum', { initiatedMs: object.modifiedMs, metadata, envelope }],
  ['a checksum, and the record key kept for completing', { initiatedMs: object.modifiedMs, metadata: bare, envelope: envelopes[4][1], checksum: { algorithm: 'CRC64NVME', type: 'FULL_OBJECT' }, completion: envelope }],
  ['the last algorithm and type', { initiatedMs: object.modifiedMs, metadata: bare, envelope, checksum: { algorithm: 'SHA256', type: 'COMPOSITE' } }],
  ['tags that the object will have', { initiatedMs: object.modifiedMs, metadata: bare, envelope, tags: new Map([['team', 'blue'], ['é', '']]) }],
];
const tags = [['one tag', new Map([['team', 'blue']])], ['two, one of them without a value, in the order in which they were put', new Map([['é', ''], ['a', '\u{10000}']])]];
const parts = [['a part', { number: 10_000, bodyId: bodyId(1), size: 5 * 1024 ** 3, etag: object.etag, modifiedMs: object.modifiedMs }]];

const bucket = { createdMs: object.modifiedMs, region: 'us-east-1', ownerAccountId: '000000000000', encryption: { mode: 'AES256', bucketKey: false } };
const blocks = (blockPublicAcls, ignorePublicAcls, blockPublicPolicy, restrictPublicBuckets) => ({ blockPublicAcls, ignorePublicAcls, blockPublicPolicy, restrictPublicBuckets });
const buckets = [
  ['a new bucket: everything blocked, no policy', { ...bucket, publicAccessBlock: blocks(true, true, true, true) }],
  ['no public access block, which is not one that blocks nothing', { ...bucket, policyText: '{}' }],
  ['a public access block that blocks nothing', { ...bucket, publicAccessBlock: blocks(false, false, false, false) }],
  ['each block has its bit', { ...bucket, publicAccessBlock: blocks(false, true, false, true) }],
  ['versioning is enabled', { ...bucket, publicAccessBlock: blocks(true, true, true, true), versioning: 'enabled' }],
  ['versioning is suspended, which is not as if it never was', { ...bucket, policyText: '{}', versioning: 'suspended' }],
  ['a policy as it was put, with its spaces', { ...bucket, publicAccessBlock: blocks(true, false, true, false), policyText: '{ "é": "\u{10000}" }\n' }],
  ['a default of SSE-KMS under the managed key', { ...bucket, publicAccessBlock: blocks(true, true, true, true), encryption: { mode: 'aws:kms', bucketKey: false } }],
  ['a default of SSE-KMS under a key that is named, with a bucket key', { ...bucket, publicAccessBlock: blocks(true, true, true, true), encryption: { mode: 'aws:kms', bucketKey: true, keyId: 'alias/notes' } }],
  ['a bucket key for requests that ask for SSE-KMS', { ...bucket, publicAccessBlock: blocks(true, true, true, true), encryption: { mode: 'AES256', bucketKey: true } }],
];

const plain = (value) => {
  if (value instanceof Map) return { pairs: [...value] };
  if (Buffer.isBuffer(value)) return { hex: value.toString('hex') };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
};
const write = (name, rows, encode) => {
  const vectors = rows.map(([why, value]) => ({ why, value: plain(value), bytes: encode(value).toString('hex') }));
  writeFileSync(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(vectors, null, 2)}\n`);
};
write('envelope', envelopes, encodeEnvelope);
write('record', records, encodeRecord);
const shown = ([why, { size, modifiedMs, etag }]) => [why, { size, modifiedMs, etag }];
write('summary', [...summaries.map(shown), ...versions.map(([why, { size, modifiedMs, etag, version }]) => [why, { size, modifiedMs, etag, version }])], encodeSummary);
write('delete-marker', markers, encodeMarker);
write('upload', uploads, encodeUpload);
write('part', parts, encodePart);
write('tags', tags, encodeTags);
write('bucket', buckets, (value) => encodeBucket({ versioning: 'unversioned', ...value }));
