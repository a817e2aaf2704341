import type { ObjectEntry, ObjectName } from '../engine/object-index.js';
import { damaged } from '../errors/damaged.js';
import { StorageError } from '../errors/storage-error.js';
import type { ObjectIdentity } from '../sse/identity.js';

import type { ObjectsDeps } from './deps.js';
import type { ObjectRecord } from './record.js';
import { decodeRecord } from './record-codec.js';
import { clearOf } from './record-seal.js';
import { encodeSummary } from './summary.js';

/** An object as the index has it, not yet authenticated. */
export interface StoredObject {
  readonly entry: ObjectEntry;
  readonly record: ObjectRecord;
  readonly identity: ObjectIdentity;
}

/** Throws NoSuchKey. */
export async function findObject(deps: ObjectsDeps, name: ObjectName): Promise<StoredObject> {
  const entry = await deps.index.findObject(name);
  if (!entry) throw new StorageError('NoSuchKey', 'The specified key does not exist.', { details: { Key: name.key } });
  const record = decodeRecord(clearOf(entry.record));
  if (!encodeSummary(record).equals(entry.summary)) throw damaged('index', 'the listing entry does not fit the record');
  return { entry, record, identity: { ...name, version: record.version } };
}
