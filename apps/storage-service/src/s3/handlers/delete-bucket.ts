import { emptyAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';

export async function deleteBucket(deps: S3Deps, call: CallOf<'DeleteBucket'>): Promise<Answer> {
  await deps.objects.removeBucket(call.operation.bucket);
  return emptyAnswer(204);
}
