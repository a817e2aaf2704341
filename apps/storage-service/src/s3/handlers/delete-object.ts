import { emptyAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { notImplemented } from '../not-implemented.js';
import { header } from '../request.js';

export async function deleteObject(deps: S3Deps, call: CallOf<'DeleteObject'>): Promise<Answer> {
  if (header(call.request, 'if-match') !== undefined) throw notImplemented('conditional deletes', { Header: 'If-Match' });
  await deps.objects.removeObject({ bucket: call.operation.bucket, key: call.operation.key });
  return emptyAnswer(204);
}
