import { emptyAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { parseExpectations } from '../checksum-headers.js';
import { parseCustomerKey } from '../customer-key.js';
import { refuseEncryptionHeaders } from '../encryption-headers.js';
import { uploadLength } from '../upload-body.js';
import { writeHeaders } from '../write-answer.js';

export async function uploadPart(deps: S3Deps, call: CallOf<'UploadPart'>): Promise<Answer> {
  const { request, operation, body } = call;
  refuseEncryptionHeaders(request);
  const customerKey = parseCustomerKey(request, call.secrets, 'write');
  const result = await deps.objects.uploadPart({
    caller: call.caller,
    name: { bucket: operation.bucket, key: operation.key },
    uploadId: operation.uploadId,
    partNumber: operation.partNumber,
    length: uploadLength(call),
    expectations: parseExpectations(request, body.trailers),
    body: body.stream,
    ...(customerKey && { customerKey }),
  });
  return emptyAnswer(200, writeHeaders(result));
}
