import type { FoundObject, ObjectName, Versioning } from '../engine/object-index.js';
import { damaged } from '../errors/damaged.js';
import { StorageError } from '../errors/storage-error.js';
import type { ObjectIdentity } from '../sse/identity.js';

import { toldMarker } from './delete-marker.js';
import type { ObjectsDeps } from './deps.js';
import type { ObjectRecord } from './record.js';
import { decodeRecord } from './record-codec.js';
import { clearOf } from './record-seal.js';
import { encodeSummary, summaryOf } from './summary.js';
import { isNamed, noSuchVersion, type VersionId } from './version-id.js';

/** An object as the index has it, not yet authenticated. */
export interface StoredObject {
  readonly entry: FoundObject;
  readonly record: ObjectRecord;
  readonly identity: ObjectIdentity;
}

/** What to look for: the current object, or one version. `versioning` is its bucket's. */
export interface Sought {
  readonly name: ObjectName;
  readonly version?: VersionId;
  readonly versioning?: Versioning;
}

/**
 * Throws NoSuchKey, which tells of the delete marker if that is why; with a version NoSuchVersion, or MethodNotAllowed if it is a delete marker.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
 */
export async function findObject(deps: ObjectsDeps, { name, version, versioning }: Sought): Promise<StoredObject> {
  if (version !== undefined) return findVersion(deps, name, version);
  const entry = await deps.index.findObject(name);
  if (entry) return storedObject(name, entry);
  const marker = versioning === undefined || versioning === 'unversioned' ? undefined : await deps.index.findMarker(name);
  const told = marker && { deleteMarker: toldMarker(marker) };
  throw new StorageError('NoSuchKey', 'The specified key does not exist.', { details: { Key: name.key }, ...told });
}

async function findVersion(deps: ObjectsDeps, name: ObjectName, version: VersionId): Promise<StoredObject> {
  const found = await deps.index.findVersion(name, version === 'null' ? version : version.id);
  if (found === undefined) throw noSuchVersion(name.key, version);
  if (found.kind === 'marker') {
    if (!isNamed(version, found, undefined)) throw noSuchVersion(name.key, version);
    const details = { Method: 'GET', ResourceType: 'DeleteMarker' };
    throw new StorageError('MethodNotAllowed', 'The specified method is not allowed against this resource.', { details, deleteMarker: toldMarker(found) });
  }
  const object = storedObject(name, found);
  if (!isNamed(version, found, object.record.version)) throw noSuchVersion(name.key, version);
  return object;
}

function storedObject(name: ObjectName, entry: FoundObject): StoredObject {
  const record = decodeRecord(clearOf(entry.record));
  if (!encodeSummary(summaryOf(record, entry.hasId)).equals(entry.summary)) throw damaged('index', 'the listing entry does not fit the record');
  return { entry, record, identity: { ...name, version: record.version } };
}
