import { CryptoError, openRange, openWhole, sealedSize, type AssociatedData, type ByteRange, type Secret } from '@coffer/crypto';

import type { BodyStore } from '../engine/body-store.js';
import type { StoredBody } from '../engine/object-index.js';
import { damaged } from '../errors/damaged.js';
import { bodyIdentity, partIdentity, type ObjectIdentity } from '../sse/identity.js';

import type { ObjectsDeps } from './deps.js';
import { primed } from './primed.js';
import type { ObjectRecord, RecordBody, StoredPart } from './record.js';
import { WholeBody } from './whole-body.js';

type BodyDeps = Pick<ObjectsDeps, 'bodies' | 'meter'>;
type OutsideBody = Exclude<RecordBody, { readonly kind: 'inline' }>;

/** An object whose record is authentic, with the key that opens it. */
export interface OpenObject {
  readonly identity: ObjectIdentity;
  readonly record: ObjectRecord;
  readonly stored: StoredBody;
  readonly key: Secret;
}

/**
 * The plaintext of a range, authentic to its first segment when this resolves, so that a failure before any byte is a failure of the call.
 * What lies beside the record is opened at once: to stream it would cost a small object more than its cryptography.
 */
export function readRange(deps: BodyDeps, object: OpenObject, range: ByteRange): WholeBody | Promise<AsyncIterable<Buffer>> {
  const { body } = object.record;
  if (body.kind !== 'inline') return primed(readBodies(deps, object, body, range));
  using _zeroed = object.key;
  try {
    const plaintext = openInline(object);
    deps.meter.opened(object.record.envelope.mode, plaintext.length);
    return new WholeBody(plaintext.subarray(range.start, range.end));
  } catch (error) {
    throw asDamage(error);
  }
}

/**
 * The plaintext of a range, each segment released only after its tag was checked. Disposes of the key when it ends, however it ends.
 * Throws InternalError, "damaged", for bytes that are not what was written, and BodyMissing if a body is gone.
 */
async function* readBodies({ bodies, meter }: BodyDeps, object: OpenObject, body: OutsideBody, range: ByteRange): AsyncGenerator<Buffer> {
  using _zeroed = object.key;
  const { mode } = object.record.envelope;
  try {
    for await (const chunk of openedChunks(bodies, object, body, range)) {
      meter.opened(mode, chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw asDamage(error);
  }
}

function openedChunks(bodies: BodyStore, object: OpenObject, body: OutsideBody, range: ByteRange): AsyncGenerator<Buffer> {
  if (body.kind === 'parts') return readParts(bodies, object, body.parts, range);
  return readStored(bodies, object, { bodyId: body.bodyId, size: object.record.size }, bodyIdentity(object.identity), range);
}

function asDamage(error: unknown): unknown {
  return error instanceof CryptoError ? damaged('body', 'a body does not open', error) : error;
}

function openInline(object: OpenObject): Buffer {
  const { stored, record, key, identity } = object;
  if (stored.kind !== 'inline' || stored.bytes.length !== sealedSize(record.size, record.envelope.segmentSize)) {
    throw damaged('body', 'the body beside the record has another length');
  }
  return openWhole(key, stored.bytes, bodyIdentity(identity), record.envelope.segmentSize);
}

async function* readParts(bodies: BodyStore, object: OpenObject, parts: readonly StoredPart[], range: ByteRange): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const part of parts) {
    const within = { start: Math.max(range.start - offset, 0), end: Math.min(range.end - offset, part.size) };
    offset += part.size;
    if (within.start < within.end) yield* readStored(bodies, object, part, partIdentity(object.identity, part.number), within);
    if (offset >= range.end) return;
  }
}

/** The record that tells the body's size is authentic, so a range need not open the last segment to know the length. */
async function* readStored(
  bodies: BodyStore,
  object: OpenObject,
  body: { readonly bodyId: string; readonly size: number },
  identity: AssociatedData,
  range: ByteRange,
): AsyncGenerator<Buffer> {
  const { segmentSize } = object.record.envelope;
  const length = sealedSize(body.size, segmentSize);
  const stored = await bodies.size(body.bodyId);
  if (stored !== undefined && stored !== length) throw damaged('body', 'a stored body has another length');
  const read = (start: number, end: number): Promise<AsyncIterable<Buffer>> => bodies.read(body.bodyId, start, end);
  yield* openRange(object.key, read, length, identity, segmentSize, range, { lengthIsAuthentic: true });
}
