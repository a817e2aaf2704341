import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { document, escapeXml } from '../xml.js';

/** The first region's name is the empty text, since it is older than names of regions. */
export async function getBucketLocation(deps: S3Deps, call: CallOf<'GetBucketLocation'>): Promise<Answer> {
  const { region } = await deps.objects.bucket(call.operation.bucket);
  return xmlAnswer(document('LocationConstraint', region === 'us-east-1' ? '' : escapeXml(region)));
}
