import type { BucketInfo } from '../objects/commands.js';
import { printVersionId, type ObjectVersion } from '../objects/version-id.js';

/** Says which version an answer is about, where there are versions. */
export function pushVersion(headers: string[], bucket: BucketInfo | undefined, version: ObjectVersion): void {
  if (bucket !== undefined && bucket.versioning !== 'unversioned') headers.push('x-amz-version-id', printVersionId(version));
}
