import { StorageError } from '../../errors/storage-error.js';
import type { CreateUpload } from '../../objects/commands.js';
import { xmlAnswer, type Answer } from '../answer.js';
import { defaultEncryption, type CallOf, type S3Deps } from '../call.js';
import { parseAlgorithm, parseChecksumType } from '../checksum-headers.js';
import { parseEncryption, pushEncryption } from '../encryption-headers.js';
import { parseMetadata } from '../metadata.js';
import type { S3Request } from '../request.js';
import { parseTagsHeader } from '../tags.js';
import { document, element } from '../xml.js';

export async function createMultipartUpload(deps: S3Deps, call: CallOf<'CreateMultipartUpload'>): Promise<Answer> {
  const { request, operation } = call;
  const checksum = uploadChecksum(request);
  const created = await deps.objects.createUpload({
    caller: call.caller,
    name: { bucket: operation.bucket, key: operation.key },
    metadata: parseMetadata(request),
    tags: parseTagsHeader(request),
    encryption: parseEncryption(request, call.secrets, defaultEncryption(call)),
    ...(checksum && { checksum }),
  });
  const headers: string[] = [];
  pushEncryption(headers, created.encryption, request);
  if (created.checksum) headers.push('x-amz-checksum-algorithm', created.checksum.algorithm, 'x-amz-checksum-type', created.checksum.type);
  const names = element('Bucket', operation.bucket) + element('Key', operation.key) + element('UploadId', created.uploadId);
  return xmlAnswer(document('InitiateMultipartUploadResult', names), headers);
}

/** CRCs can be combined over parts, so they may speak of the whole; SHA sums cannot. CRC64NVME speaks of nothing else. */
function uploadChecksum(request: S3Request): CreateUpload['checksum'] {
  const algorithm = parseAlgorithm(request, 'x-amz-checksum-algorithm');
  const type = parseChecksumType(request);
  if (algorithm === undefined) {
    if (type === undefined) return undefined;
    throw new StorageError('InvalidRequest', 'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
  }
  const resolved = type ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const impossible = resolved === 'FULL_OBJECT' ? algorithm.startsWith('SHA') : algorithm === 'CRC64NVME';
  if (!impossible) return { algorithm, type: resolved };
  throw new StorageError('InvalidRequest', `The ${resolved} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`);
}
