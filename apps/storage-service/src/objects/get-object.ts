import type { ByteRange, Secret } from '@coffer/crypto';

import { BodyMissing } from '../engine/body-missing.js';
import { damaged } from '../errors/damaged.js';
import { assertReadable } from '../sse/sealing.js';

import type { FoundObject, GetObject, HeadObject, ObjectHead } from './commands.js';
import type { ObjectsDeps } from './deps.js';
import { findObject, type StoredObject } from './find-object.js';
import { requestedRange } from './range.js';
import { readRange } from './read-body.js';
import { headOf, type Hidden } from './record.js';
import { openRecord, recordKeyOf } from './record-seal.js';

/** How often a reader looks again when the object that it found was replaced, and its body removed, before it could open it. */
const REPLACED_TRIES_MAX = 5;

/** The object's bytes, or a range of them, opened for whoever may have its key. The first segment is authentic when this resolves. */
export async function getObject(deps: ObjectsDeps, get: GetObject): Promise<FoundObject> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await openFound(deps, get, await findObject(deps, get));
    } catch (error) {
      if (!(error instanceof BodyMissing)) throw error;
      if (tries === REPLACED_TRIES_MAX) throw damaged('missing', 'a stored body is missing', error);
    }
  }
}

/** What GET would tell, without the bytes. Takes a key only to show the checksum, which is kept sealed. */
export async function headObject(
  deps: ObjectsDeps,
  get: HeadObject,
): Promise<{ readonly head: ObjectHead; readonly range?: ByteRange; readonly length: number }> {
  const found = await findObject(deps, get);
  const { head, range, length } = admitted(get, found);
  if (!get.wantChecksum) return { head, ...range, length };
  using key = await deps.sealing.open(get.caller, found.record.envelope, found.identity, get.customerKey);
  return { head: { ...head, ...authentic(found, key) }, ...range, length };
}

async function openFound(deps: ObjectsDeps, get: GetObject, found: StoredObject): Promise<FoundObject> {
  const { head, range, length } = admitted(get, found);
  const { record, identity, entry } = found;
  const key = await deps.sealing.open(get.caller, record.envelope, identity, get.customerKey);
  const hidden = authenticOrDispose(found, key);
  const body = await readRange(deps, { identity, record, stored: entry.body, key }, range.range ?? { start: 0, end: record.size });
  return { head: get.wantChecksum ? { ...head, ...hidden } : head, ...range, length, body };
}

/** Everything that can be refused before a key is used. */
function admitted(
  get: GetObject | HeadObject,
  { record, entry }: StoredObject,
): { readonly head: ObjectHead; readonly range: { readonly range?: ByteRange }; readonly length: number } {
  assertReadable(get.caller, record.envelope, get.customerKey);
  const head = headOf(record, entry);
  get.admit(head);
  const range = requestedRange(get, record);
  return range ? { head, range: { range }, length: range.end - range.start } : { head, range: {}, length: record.size };
}

function authentic({ identity, entry }: StoredObject, key: Secret): Hidden {
  using recordKey = recordKeyOf(key);
  return openRecord(recordKey, 'object', identity, entry.record);
}

/** The key goes on to the body's reader; if the record is not authentic there is none. */
function authenticOrDispose(found: StoredObject, key: Secret): Hidden {
  try {
    return authentic(found, key);
  } catch (error) {
    key[Symbol.dispose]();
    throw error;
  }
}
