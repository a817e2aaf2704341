import { StorageError } from '../errors/storage-error.js';

import { encodeMarker } from './delete-marker.js';
import { removeBodies, type ObjectsDeps } from './deps.js';
import { decodeSummary } from './summary.js';
import type { Removal, RemoveObject } from './version-commands.js';
import { isNamed, noSuchVersion, printMarkerId, printVersionId, type VersionId } from './version-id.js';

/**
 * Removes an object: where versions are kept by a delete marker, or one version for good if the command names it. No error if there is none, as S3.
 */
export async function removeObject(deps: ObjectsDeps, { name, versioning, version }: RemoveObject): Promise<Removal> {
  if (version !== undefined) return removeVersion(deps, name, version);
  const summary = encodeMarker({ modifiedMs: deps.now() });
  const { marker, freed } = await deps.index.removeObject(name, { summary, ...(versioning && { versioning }) });
  removeBodies(deps, freed);
  return marker === undefined ? { isMarker: false } : { isMarker: true, versionId: printMarkerId(marker) };
}

async function removeVersion(deps: ObjectsDeps, name: RemoveObject['name'], version: VersionId): Promise<Removal> {
  const versionId = version === 'null' ? version : printVersionId({ ...version, hasId: true });
  try {
    const { removed, freed } = await deps.index.removeVersion(name, version === 'null' ? version : version.id, (found) => {
      const bound = found.isMarker || !found.hasId ? undefined : decodeSummary(found.summary).version;
      if (!isNamed(version, found, bound)) throw noSuchVersion(name.key, version);
    });
    removeBodies(deps, freed);
    return { versionId, isMarker: removed === 'marker' };
  } catch (error) {
    if (error instanceof StorageError && error.code === 'NoSuchVersion') return { versionId, isMarker: false };
    throw error;
  }
}
