import type { FoundObject, ObjectHead } from '../../objects/commands.js';
import { WholeBody } from '../../objects/whole-body.js';
import { admission, type Admission } from '../admit.js';
import type { Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { isNotModified, notModified, readCommand, readHeaders } from '../read-object.js';

export async function getObject(deps: S3Deps, call: CallOf<'GetObject'>): Promise<Answer> {
  const reading = admission(call.request);
  try {
    return found(call, await deps.objects.getObject(await readCommand(deps, call, reading)));
  } catch (error) {
    return unchanged(error, reading);
  }
}

function found(call: CallOf<'GetObject'>, object: FoundObject): Answer {
  const headers = readHeaders(call, object.head, object.range);
  const body = object.body instanceof WholeBody ? object.body.bytes : { chunks: object.body, length: object.length };
  return { status: object.range ? 206 : 200, headers, body };
}

function unchanged(error: unknown, reading: Admission): Answer {
  const head: ObjectHead | undefined = reading.seen();
  if (head === undefined || !isNotModified(error)) throw error;
  return notModified(head);
}
