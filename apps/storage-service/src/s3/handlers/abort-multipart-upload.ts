import { emptyAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';

export async function abortMultipartUpload(deps: S3Deps, call: CallOf<'AbortMultipartUpload'>): Promise<Answer> {
  const { bucket, key, uploadId } = call.operation;
  await deps.objects.abortUpload({ bucket, key }, uploadId);
  return emptyAnswer(204);
}
