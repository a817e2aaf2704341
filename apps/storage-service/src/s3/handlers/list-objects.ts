import type { ObjectListing } from '../../objects/commands.js';
import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { parseEncodingType, parsePageSize } from '../page.js';
import { encodedElement, printListing } from '../print-listing.js';
import { document, element } from '../xml.js';

export const NOTHING_LISTED: ObjectListing = { entries: [], commonPrefixes: [] };

/** The first version of the listing: goes on after a `marker`, and tells the next one only where there is a delimiter. */
export async function listObjects(deps: S3Deps, call: CallOf<'ListObjects'>): Promise<Answer> {
  const { query } = call.request;
  const { bucket } = call.operation;
  const names = parseEncodingType(call.request);
  const maxKeys = parsePageSize(call.request, 'max-keys');
  const [prefix, delimiter, marker] = [query.get('prefix') ?? '', query.get('delimiter') ?? '', query.get('marker') ?? ''];
  const listing = maxKeys === 0 ? NOTHING_LISTED : await deps.objects.listObjects({ bucket, prefix, delimiter, after: marker, maxKeys });
  const { ownerAccountId } = await deps.objects.bucket(bucket);
  const head = [
    element('Name', bucket), element('Prefix', names.encode(prefix)), element('Marker', names.encode(marker)), element('MaxKeys', maxKeys),
    encodedElement('Delimiter', delimiter, names), element('EncodingType', names.type), element('IsTruncated', listing.nextAfter !== undefined),
    delimiter === '' ? '' : encodedElement('NextMarker', listing.nextAfter, names),
  ];
  return xmlAnswer(document('ListBucketResult', head.join('') + printListing(listing, names, ownerAccountId)), ['x-amz-bucket-region', deps.region]);
}
