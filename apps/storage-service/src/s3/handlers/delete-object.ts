import { emptyAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { namedVersion } from '../named-version.js';
import { notImplemented } from '../not-implemented.js';
import { header } from '../request.js';

/** Puts a delete marker where versions are kept; removes for good where they are not, or a version is named. */
export async function deleteObject(deps: S3Deps, call: CallOf<'DeleteObject'>): Promise<Answer> {
  if (header(call.request, 'if-match') !== undefined) throw notImplemented('conditional deletes', { Header: 'If-Match' });
  const { bucket, key } = call.operation;
  const { versionId, isMarker } = await deps.objects.removeObject({ name: { bucket, key }, ...namedVersion(call) });
  const headers = isMarker ? ['x-amz-delete-marker', 'true'] : [];
  if (versionId !== undefined) headers.push('x-amz-version-id', versionId);
  return emptyAnswer(204, headers);
}
