import type { Versioning } from '../objects/commands.js';
import { parseVersionId, type VersionId } from '../objects/version-id.js';

import type { Call } from './call.js';

/** The version that a request names, if it does, and what its bucket does with versions. */
export function namedVersion({ operation, bucket }: Call): { readonly version?: VersionId; readonly versioning: Versioning } {
  const versioning = bucket?.versioning ?? 'unversioned';
  const text = 'versionId' in operation ? operation.versionId : undefined;
  return text === undefined ? { versioning } : { versioning, version: parseVersionId(text) };
}
