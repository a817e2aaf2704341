import type { ListedUpload, UploadListing } from '../../objects/commands.js';
import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { parseEncodingType, parsePageSize, type NameEncoding } from '../page.js';
import { encodedElement, printCommonPrefixes } from '../print-listing.js';
import { document, element } from '../xml.js';

const NOTHING_LISTED: UploadListing = { uploads: [], commonPrefixes: [] };

export async function listMultipartUploads(deps: S3Deps, call: CallOf<'ListMultipartUploads'>): Promise<Answer> {
  const { query } = call.request;
  const { bucket } = call.operation;
  const names = parseEncodingType(call.request);
  const maxUploads = parsePageSize(call.request, 'max-uploads');
  const [prefix, delimiter, key] = [query.get('prefix') ?? '', query.get('delimiter') ?? '', query.get('key-marker') ?? ''];
  // Without a key an upload id says nothing, as with S3.
  const uploadId = key === '' ? '' : (query.get('upload-id-marker') ?? '');
  const after = key === '' ? {} : { after: { key, ...(uploadId !== '' && { uploadId }) } };
  const listing = maxUploads === 0 ? NOTHING_LISTED : await deps.objects.listUploads({ bucket, prefix, delimiter, maxUploads, ...after });
  const next = listing.nextAfter;
  const head = [
    element('Bucket', bucket), element('KeyMarker', names.encode(key)), element('UploadIdMarker', uploadId),
    encodedElement('NextKeyMarker', next?.key, names), element('NextUploadIdMarker', next?.uploadId), element('Prefix', names.encode(prefix)),
    encodedElement('Delimiter', delimiter, names), element('EncodingType', names.type), element('MaxUploads', maxUploads),
    element('IsTruncated', next !== undefined),
  ];
  const { ownerAccountId } = await deps.objects.bucket(bucket);
  const uploads = listing.uploads.map((upload) => printUpload(upload, names, ownerAccountId)).join('');
  return xmlAnswer(document('ListMultipartUploadsResult', head.join('') + uploads + printCommonPrefixes(listing.commonPrefixes, names)));
}

function printUpload({ key, uploadId, initiated, checksum }: ListedUpload, names: NameEncoding, accountId: string): string {
  const owner = element('ID', accountId);
  const what = element('Key', names.encode(key)) + element('UploadId', uploadId) + `<Initiator>${owner}</Initiator><Owner>${owner}</Owner>`;
  const how = element('StorageClass', 'STANDARD') + element('Initiated', initiated.toISOString());
  return `<Upload>${what}${how}${element('ChecksumAlgorithm', checksum?.algorithm)}${element('ChecksumType', checksum?.type)}</Upload>`;
}
