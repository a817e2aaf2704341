import type { ObjectIndex, UploadEntry } from '../engine/object-index.js';

import type { ListedUpload, ListUploads, UploadListing } from './commands.js';
import { commonPrefixOf } from './list-objects.js';
import { pendingUpload } from './uploads.js';

const PAGE_MAX = 1000;

type Position = NonNullable<ListUploads['after']>;

/** One page of a bucket's pending uploads, by key and then by upload id, with common prefixes as in a listing of objects. */
export async function listUploads(index: ObjectIndex, list: ListUploads): Promise<UploadListing> {
  const uploads: ListedUpload[] = [];
  const commonPrefixes: string[] = [];
  let after: Position | undefined = list.after;
  for (;;) {
    const page = await index.scanUploads(list.bucket, { prefix: list.prefix, limit: PAGE_MAX, ...(after && { after }) });
    for (const entry of page) {
      const commonPrefix = commonPrefixOf(entry.name.key, list);
      if (commonPrefix !== undefined && commonPrefix === commonPrefixes.at(-1)) {
        after = entry.name;
        continue;
      }
      if (uploads.length + commonPrefixes.length === list.maxUploads) return { uploads, commonPrefixes, ...nextOf(after) };
      if (commonPrefix === undefined) uploads.push(listed(entry));
      else commonPrefixes.push(commonPrefix);
      after = entry.name;
    }
    if (page.length < PAGE_MAX) return { uploads, commonPrefixes };
  }
}

function nextOf(after: Position | undefined): { readonly nextAfter?: { readonly key: string; readonly uploadId: string } } {
  return after?.uploadId === undefined ? {} : { nextAfter: { key: after.key, uploadId: after.uploadId } };
}

function listed(entry: UploadEntry): ListedUpload {
  const { name, record } = pendingUpload(entry);
  const upload = { key: name.key, uploadId: name.uploadId, initiated: new Date(record.initiatedMs) };
  return record.checksum ? { ...upload, checksum: record.checksum } : upload;
}
