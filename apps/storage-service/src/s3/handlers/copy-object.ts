import { StorageError } from '../../errors/storage-error.js';
import type { ObjectName } from '../../engine/object-index.js';
import type { Checksum, ObjectMetadata } from '../../objects/commands.js';
import { xmlAnswer, type Answer } from '../answer.js';
import { defaultEncryption, type CallOf, type S3Deps } from '../call.js';
import { checksumElementName, parseAlgorithm } from '../checksum-headers.js';
import { parseWriteConditions } from '../conditions.js';
import { admitTags, copySource, sourceHeaders, type VersionedSource } from '../copy-command.js';
import { namedVersion } from '../named-version.js';
import { asksForEncryption, parseEncryption, pushEncryption } from '../encryption-headers.js';
import { parseMetadata } from '../metadata.js';
import { notImplemented } from '../not-implemented.js';
import { header, type S3Request } from '../request.js';
import { parseReplacedTags } from '../tags.js';
import { document, element } from '../xml.js';

export async function copyObject(deps: S3Deps, call: CallOf<'CopyObject'>): Promise<Answer> {
  const { request, operation } = call;
  if (parseWriteConditions(request) !== undefined) throw notImplemented('If-Match and If-None-Match on a copy', { Header: 'If-Match' });
  const source = await copySource(deps, call);
  const metadata = replacedMetadata(request);
  const tags = parseReplacedTags(request);
  const encryption = parseEncryption(request, call.secrets, defaultEncryption(call));
  const name = { bucket: operation.bucket, key: operation.key };
  const changes = metadata !== undefined || asksForEncryption(request) || source.customerKey !== undefined || header(request, 'x-amz-storage-class') !== undefined;
  if (isSame(source, name) && !changes) throw illegalSelfCopy();
  const checksumAlgorithm = parseAlgorithm(request, 'x-amz-checksum-algorithm');
  const result = await deps.objects.copyObject({
    caller: call.caller, source: tags ? source : { ...source, admit: admitTags(deps, call, source) }, name, encryption, ...(metadata && { metadata }), ...(tags && { tags }), ...(checksumAlgorithm && { checksumAlgorithm }), ...namedVersion(call),
  });
  const headers = sourceHeaders(source, result);
  if (result.versionId !== undefined) headers.push('x-amz-version-id', result.versionId);
  pushEncryption(headers, result.encryption, request);
  return xmlAnswer(document('CopyObjectResult', printCopy(result)), headers);
}

/** Whether a copy would change nothing. A version that is named is brought back by a copy to its own key. */
function isSame(source: VersionedSource, name: ObjectName): boolean {
  const isNamed = source.version !== undefined && source.versioning !== 'unversioned';
  return source.name.bucket === name.bucket && source.name.key === name.key && !isNamed;
}

/** The content of CopyObjectResult and CopyPartResult. */
export function printCopy(result: { readonly modified: Date; readonly etag: string; readonly checksum?: Checksum }): string {
  const { checksum } = result;
  const sum = checksum ? element(checksumElementName(checksum.algorithm), checksum.value) + element('ChecksumType', checksum.type) : '';
  return element('LastModified', result.modified.toISOString()) + element('ETag', `"${result.etag}"`) + sum;
}

function replacedMetadata(request: S3Request): ObjectMetadata | undefined {
  const directive = header(request, 'x-amz-metadata-directive');
  if (directive === undefined || directive === 'COPY') return undefined;
  if (directive === 'REPLACE') return parseMetadata(request);
  throw new StorageError('InvalidArgument', 'Unknown metadata directive.', {
    details: { ArgumentName: 'x-amz-metadata-directive', ArgumentValue: directive },
  });
}

function illegalSelfCopy(): StorageError {
  return new StorageError(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}
