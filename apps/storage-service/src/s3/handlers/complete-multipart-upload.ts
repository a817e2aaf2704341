import { StorageError } from '../../errors/storage-error.js';
import type { Checksum, CompleteUpload } from '../../objects/commands.js';
import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { checkChecksumValue, checksumElementName, parseChecksumType, sentChecksum } from '../checksum-headers.js';
import { parseCompletedParts } from '../completed-parts.js';
import { parseWriteConditions } from '../conditions.js';
import { parseCustomerKey } from '../customer-key.js';
import { pushEncryption, refuseEncryptionHeaders } from '../encryption-headers.js';
import { namedVersion } from '../named-version.js';
import { header, type S3Request } from '../request.js';
import { readDocument } from '../small-body.js';
import { document, element } from '../xml.js';

export async function completeMultipartUpload(deps: S3Deps, call: CallOf<'CompleteMultipartUpload'>): Promise<Answer> {
  const { request, operation } = call;
  refuseEncryptionHeaders(request);
  const command = {
    caller: call.caller,
    name: { bucket: operation.bucket, key: operation.key },
    uploadId: operation.uploadId,
    ...namedVersion(call),
    ...options(call),
    parts: parseCompletedParts(await readDocument(call)),
  };
  const result = await deps.objects.completeUpload(command);
  const { checksum } = result;
  const sum = checksum ? element(checksumElementName(checksum.algorithm), checksum.value) + element('ChecksumType', checksum.type) : '';
  const names = element('Location', location(request)) + element('Bucket', operation.bucket) + element('Key', operation.key);
  const headers = result.versionId === undefined ? [] : ['x-amz-version-id', result.versionId];
  pushEncryption(headers, result.encryption);
  return xmlAnswer(document('CompleteMultipartUploadResult', names + element('ETag', `"${result.etag}"`) + sum), headers);
}

function options(call: CallOf<'CompleteMultipartUpload'>): Partial<Pick<CompleteUpload, 'admit' | 'customerKey' | 'expectedChecksum' | 'expectedSize'>> {
  const admit = parseWriteConditions(call.request);
  const customerKey = parseCustomerKey(call.request, call.secrets, 'write');
  const expectedChecksum = wholeChecksum(call.request);
  const expectedSize = wholeSize(call.request);
  return {
    ...(admit && { admit }), ...(customerKey && { customerKey }), ...(expectedChecksum && { expectedChecksum }),
    ...(expectedSize !== undefined && { expectedSize }),
  };
}

/** The client's own checksum of the object. Without a type, a value that ends in the count of parts is composite. */
function wholeChecksum(request: S3Request): Checksum | undefined {
  const sent = sentChecksum(request);
  if (sent === undefined) return undefined;
  checkChecksumValue(sent.algorithm, sent.value, true);
  const composite = sent.value.includes('-') || !(sent.algorithm === 'CRC64NVME');
  return { ...sent, type: parseChecksumType(request) ?? (composite ? 'COMPOSITE' : 'FULL_OBJECT') };
}

function wholeSize(request: S3Request): number | undefined {
  const text = header(request, 'x-amz-mp-object-size');
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new StorageError('InvalidRequest', 'Value for x-amz-mp-object-size header is invalid.');
}

function location(request: S3Request): string {
  const host = header(request, 'host') ?? '';
  const { bucket = '', key = '', virtualHost } = request.target;
  const path = key.split('/').map(encodeURIComponent).join('/');
  return `http://${host}/${virtualHost ? '' : `${bucket}/`}${path}`;
}
