import { StorageError } from '../../errors/storage-error.js';
import type { ListedVersion, ListVersions, VersionListing } from '../../objects/version-commands.js';
import { parseVersionId } from '../../objects/version-id.js';
import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { parseEncodingType, parsePageSize, type NameEncoding } from '../page.js';
import { encodedElement, printCommonPrefixes } from '../print-listing.js';
import type { S3Request } from '../request.js';
import { document, element, escapeXml } from '../xml.js';

const NOTHING_LISTED: VersionListing = { versions: [], commonPrefixes: [] };

/**
 * Versions and delete markers, by key and then newest first.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export async function listObjectVersions(deps: S3Deps, call: CallOf<'ListObjectVersions'>): Promise<Answer> {
  const { query } = call.request;
  const { bucket } = call.operation;
  const names = parseEncodingType(call.request);
  const maxKeys = parsePageSize(call.request, 'max-keys');
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const after = parseAfter(call.request);
  const listing = maxKeys === 0 ? NOTHING_LISTED : await deps.objects.listVersions({ bucket, prefix, delimiter, maxKeys, ...(after && { after }) });
  const next = listing.nextAfter;
  const head = [
    element('Name', bucket), element('Prefix', names.encode(prefix)), element('KeyMarker', names.encode(query.get('key-marker') ?? '')),
    element('VersionIdMarker', query.get('version-id-marker') ?? ''), encodedElement('NextKeyMarker', next?.key, names),
    element('NextVersionIdMarker', next?.versionId), element('MaxKeys', maxKeys), encodedElement('Delimiter', delimiter, names),
    element('EncodingType', names.type), element('IsTruncated', next !== undefined),
  ];
  const { ownerAccountId } = await deps.objects.bucket(bucket);
  const versions = printVersions(listing.versions, names, ownerAccountId);
  return xmlAnswer(document('ListVersionsResult', head.join('') + versions + printCommonPrefixes(listing.commonPrefixes, names)), ['x-amz-bucket-region', deps.region]);
}

function parseAfter({ query }: S3Request): ListVersions['after'] {
  const [key, versionId] = [query.get('key-marker') ?? '', query.get('version-id-marker')];
  if (versionId === undefined) return key === '' ? undefined : { key };
  if (key === '') throw invalidMarker('A version-id marker cannot be specified without a key marker.', versionId);
  if (versionId === '') throw invalidMarker('A version-id marker cannot be empty.', versionId);
  return { key, version: parseVersionId(versionId, 'version-id-marker') };
}

function invalidMarker(message: string, value: string): StorageError {
  return new StorageError('InvalidArgument', message, { details: { ArgumentName: 'version-id-marker', ArgumentValue: value } });
}

/** In one string, as a listing of objects. */
function printVersions(versions: readonly ListedVersion[], names: NameEncoding, ownerAccountId: string): string {
  const owner = `<Owner>${element('ID', ownerAccountId)}</Owner>`;
  let xml = '';
  for (const version of versions) {
    const { key, versionId, isLatest, modified } = version;
    const head = `<Key>${escapeXml(names.encode(key))}</Key><VersionId>${versionId}</VersionId><IsLatest>${String(isLatest)}</IsLatest><LastModified>${modified.toISOString()}</LastModified>`;
    if (version.kind === 'marker') xml += `<DeleteMarker>${head}${owner}</DeleteMarker>`;
    else xml += `<Version>${head}<ETag>&quot;${escapeXml(version.etag)}&quot;</ETag><Size>${String(version.size)}</Size>${owner}<StorageClass>STANDARD</StorageClass></Version>`;
  }
  return xml;
}
