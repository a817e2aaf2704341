import { StorageError } from '../errors/storage-error.js';

import type { ObjectsDeps } from './deps.js';
import { findObject, type Sought } from './find-object.js';
import { storedTags, tagsOf, type TaggedObject, type Tags } from './tags.js';
import { noSuchVersion } from './version-id.js';

/** How often tags are put anew when the object that they were for was replaced before they came to it. */
const REPLACED_TRIES_MAX = 5;

/** Throws NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker. Takes no key: tags are not under the seal. */
export async function findTags(deps: ObjectsDeps, sought: Sought): Promise<TaggedObject> {
  const { entry, record } = await findObject(deps, sought);
  return { version: { id: entry.id, hasId: entry.hasId, version: record.version }, tags: tagsOf(entry).tags };
}

/**
 * Puts tags in place of all that an object, or one version of it, has; undefined takes them away. Throws as `findTags` does, and ServiceUnavailable where
 * others write the object faster than it can be tagged.
 */
export async function putTags(deps: ObjectsDeps, sought: Sought, tags: Tags | undefined): Promise<TaggedObject> {
  for (let tries = 1; tries <= REPLACED_TRIES_MAX; tries += 1) {
    const { version } = await findTags(deps, sought);
    if (await deps.index.putTags(sought.name, version.id, storedTags(tags).tags)) return { version, tags };
    if (sought.version !== undefined) throw noSuchVersion(sought.name.key, sought.version);
  }
  throw new StorageError('ServiceUnavailable', 'Please reduce your request rate.');
}
