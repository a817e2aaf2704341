import type { S3Client } from '@aws-sdk/client-s3';
import { versionsPage, type Version, type VersionsAfter } from './list-versions.js';

/** Objects of which nothing is current, as their delete markers tell. */
export interface DeletedPage {
  readonly markers: readonly Version[];
  readonly next?: VersionsAfter;
}

export const DELETED_SHOWN = 100;
const VERSIONS_READ = 1_000;
/** A bucket may hold millions of versions and nothing that was deleted: then a page is short, and there is another. */
const PAGES_READ_MAX = 10;

/** Reads on until a page is full, at most 10,000 versions. */
export async function deletedPage(s3: S3Client, bucket: string, prefix: string, from: VersionsAfter | undefined, signal: AbortSignal): Promise<DeletedPage> {
  const markers: Version[] = [];
  let after = from;
  for (let pages = 0; pages < PAGES_READ_MAX; pages += 1) {
    const page = await versionsPage(s3, { bucket, prefix, after, size: VERSIONS_READ }, signal);
    for (const version of page.versions) {
      if (version.isMarker && version.isLatest) markers.push(version);
      if (markers.length === DELETED_SHOWN) return { markers, next: { key: version.key } };
    }
    after = page.next;
    if (after === undefined) return { markers };
  }
  return { markers, ...(after === undefined ? {} : { next: after }) };
}
