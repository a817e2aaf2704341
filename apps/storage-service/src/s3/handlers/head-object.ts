import { admission } from '../admit.js';
import type { Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { isNotModified, notModified, readCommand, readHeaders } from '../read-object.js';

export async function headObject(deps: S3Deps, call: CallOf<'HeadObject'>): Promise<Answer> {
  const reading = admission(call.request);
  try {
    const { head, range, length } = await deps.objects.headObject(await readCommand(deps, call, reading));
    return { status: range ? 206 : 200, headers: readHeaders(call, head, range), contentLength: length };
  } catch (error) {
    const head = reading.seen();
    if (head === undefined || !isNotModified(error)) throw error;
    return notModified(head);
  }
}
