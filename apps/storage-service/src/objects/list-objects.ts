import type { ObjectIndex } from '../engine/object-index.js';

import type { ListedEntry, ListObjects, ObjectListing } from './commands.js';
import { decodeSummary } from './summary.js';

/** Names asked of the index at a time. */
const PAGE_MAX = 1001;

interface Progress {
  readonly entries: ListedEntry[];
  readonly commonPrefixes: string[];
  /** The last key or common prefix that was taken: where the next page begins. */
  last: string;
}

/**
 * One page of a bucket's names in UTF-8 byte order. Names that share what precedes the delimiter are shown once, as a common prefix, and
 * passed over in one step of the index, however many they are.
 */
export async function listObjects(index: ObjectIndex, list: ListObjects): Promise<ObjectListing> {
  const progress: Progress = { entries: [], commonPrefixes: [], last: list.after };
  if (list.maxKeys === 0) return progress;
  const begun = commonPrefixOf(list.after, list);
  let from = { after: begun ?? list.after, afterPrefix: begun !== undefined };
  for (;;) {
    const limit = Math.min(PAGE_MAX, list.maxKeys - taken(progress) + 1);
    const page = await index.scanObjects(list.bucket, { prefix: list.prefix, limit, ...(from.after === '' ? {} : from) });
    const outcome = take(progress, list, page);
    if (outcome === 'full') return { ...progress, nextAfter: progress.last };
    if (outcome === 'all' && page.length < limit) return progress;
    from = { after: progress.last, afterPrefix: progress.commonPrefixes.at(-1) === progress.last };
  }
}

/** `full`: the page is complete and there is more. `skip`: what follows begins with a common prefix; look past it. */
function take(progress: Progress, list: ListObjects, page: Awaited<ReturnType<ObjectIndex['scanObjects']>>): 'full' | 'skip' | 'all' {
  for (const { key, summary } of page) {
    const commonPrefix = commonPrefixOf(key, list);
    if (commonPrefix !== undefined && commonPrefix === progress.commonPrefixes.at(-1)) return 'skip';
    if (taken(progress) === list.maxKeys) return 'full';
    progress.last = commonPrefix ?? key;
    if (commonPrefix !== undefined) progress.commonPrefixes.push(commonPrefix);
    else progress.entries.push(listed(key, summary));
  }
  return 'all';
}

function taken({ entries, commonPrefixes }: Progress): number {
  return entries.length + commonPrefixes.length;
}

function listed(key: string, summary: Buffer): ListedEntry {
  const { size, etag, modifiedMs } = decodeSummary(summary);
  return { key, size, etag, modified: new Date(modifiedMs) };
}

/** What a name is shown as: from the prefix up to the delimiter, if it has one there. */
export function commonPrefixOf(key: string, { prefix, delimiter }: { readonly prefix: string; readonly delimiter: string }): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
