import type { ObjectName, Versioning } from '../engine/object-index.js';

import type { VersionId } from './version-id.js';

export interface RemoveObject {
  readonly name: ObjectName;
  /** Absent: a delete marker is put where versions are kept. Else that version goes for good. */
  readonly version?: VersionId;
  readonly versioning?: Versioning;
}

export interface Removal {
  /** Of the delete marker that was put, or of the version that was named. */
  readonly versionId?: string;
  /** Whether a delete marker was put, or was what was removed. */
  readonly isMarker: boolean;
}

export interface ListVersions {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter: string;
  /** Exclusive; without a version, past every version of that key. */
  readonly after?: { readonly key: string; readonly version?: VersionId };
  readonly maxKeys: number;
}

export type ListedVersion =
  & { readonly key: string; readonly versionId: string; readonly isLatest: boolean; readonly modified: Date }
  & ({ readonly kind: 'marker' } | { readonly kind: 'object'; readonly size: number; readonly etag: string });

export interface VersionListing {
  readonly versions: readonly ListedVersion[];
  readonly commonPrefixes: readonly string[];
  /** What the page ended with; present only if there is more. Without a version id, a common prefix. */
  readonly nextAfter?: { readonly key: string; readonly versionId?: string };
}
