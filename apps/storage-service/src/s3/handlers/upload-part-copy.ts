import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { copySource, sourceHeaders } from '../copy-command.js';
import { parseCopySourceRange } from '../copy-source.js';
import { parseCustomerKey } from '../customer-key.js';
import { pushEncryption, refuseEncryptionHeaders } from '../encryption-headers.js';
import { header } from '../request.js';
import { document } from '../xml.js';
import { printCopy } from './copy-object.js';

export async function uploadPartCopy(deps: S3Deps, call: CallOf<'UploadPartCopy'>): Promise<Answer> {
  const { request, operation } = call;
  refuseEncryptionHeaders(request);
  const customerKey = parseCustomerKey(request, call.secrets, 'write');
  const rangeText = header(request, 'x-amz-copy-source-range');
  const source = await copySource(deps, call);
  const result = await deps.objects.uploadPartCopy({
    caller: call.caller,
    source,
    name: { bucket: operation.bucket, key: operation.key },
    uploadId: operation.uploadId,
    partNumber: operation.partNumber,
    ...(rangeText !== undefined && { range: parseCopySourceRange(rangeText) }),
    ...(customerKey && { customerKey }),
  });
  const headers = sourceHeaders(source, result);
  pushEncryption(headers, result.encryption);
  return xmlAnswer(document('CopyPartResult', printCopy(result)), headers);
}
