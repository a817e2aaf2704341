import { emptyAnswer, type Answer } from '../answer.js';
import { defaultEncryption, type CallOf, type S3Deps } from '../call.js';
import { parseExpectations } from '../checksum-headers.js';
import { parseWriteConditions } from '../conditions.js';
import { parseEncryption } from '../encryption-headers.js';
import { parseMetadata } from '../metadata.js';
import { namedVersion } from '../named-version.js';
import { parseTagsHeader } from '../tags.js';
import { uploadLength } from '../upload-body.js';
import { writeHeaders } from '../write-answer.js';

export async function putObject(deps: S3Deps, call: CallOf<'PutObject'>): Promise<Answer> {
  const { request, operation, body } = call;
  const admit = parseWriteConditions(request);
  const result = await deps.objects.putObject({
    caller: call.caller,
    name: { bucket: operation.bucket, key: operation.key },
    length: uploadLength(call),
    metadata: parseMetadata(request),
    tags: parseTagsHeader(request),
    encryption: parseEncryption(request, call.secrets, defaultEncryption(call)),
    expectations: parseExpectations(request, body.trailers),
    body: body.stream,
    ...namedVersion(call),
    ...(admit && { admit }),
  });
  return emptyAnswer(200, writeHeaders(result, request));
}
