import type { ListedPart } from '../../objects/commands.js';
import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { checksumElementName } from '../checksum-headers.js';
import { parseNumberMarker, parsePageSize } from '../page.js';
import { document, element } from '../xml.js';

export async function listParts(deps: S3Deps, call: CallOf<'ListParts'>): Promise<Answer> {
  const { bucket, key, uploadId } = call.operation;
  const after = parseNumberMarker(call.request, 'part-number-marker');
  const max = parsePageSize(call.request, 'max-parts');
  // A page of none still has to say whether the upload exists.
  const listing = await deps.objects.listParts({ bucket, key }, uploadId, { after, limit: Math.max(max, 1) });
  const parts = max === 0 ? [] : listing.parts;
  const truncated = max > 0 && listing.nextAfter !== undefined;
  const owner = element('ID', (await deps.objects.bucket(bucket)).ownerAccountId);
  const head = [
    element('Bucket', bucket), element('Key', key), element('UploadId', uploadId), `<Initiator>${owner}</Initiator><Owner>${owner}</Owner>`,
    element('StorageClass', 'STANDARD'), element('PartNumberMarker', after), truncated ? element('NextPartNumberMarker', listing.nextAfter) : '',
    element('MaxParts', max), element('IsTruncated', truncated), element('ChecksumAlgorithm', listing.checksum?.algorithm),
    element('ChecksumType', listing.checksum?.type),
  ];
  return xmlAnswer(document('ListPartsResult', head.join('') + parts.map(printPart).join('')));
}

function printPart({ number, modified, etag, size, checksum }: ListedPart): string {
  const sum = checksum ? element(checksumElementName(checksum.algorithm), checksum.value) : '';
  const place = element('PartNumber', number) + element('LastModified', modified.toISOString());
  return `<Part>${place}${element('ETag', `"${etag}"`)}${element('Size', size)}${sum}</Part>`;
}
