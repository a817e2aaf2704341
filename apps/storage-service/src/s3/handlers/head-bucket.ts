import { emptyAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';

export async function headBucket(deps: S3Deps, call: CallOf<'HeadBucket'>): Promise<Answer> {
  const { region } = await deps.objects.bucket(call.operation.bucket);
  return emptyAnswer(200, ['x-amz-bucket-region', region, 'x-amz-access-point-alias', 'false', 'Content-Type', 'application/xml']);
}
