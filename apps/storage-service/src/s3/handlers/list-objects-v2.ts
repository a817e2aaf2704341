import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { parseListToken, printListToken } from '../list-token.js';
import { parseEncodingType, parsePageSize } from '../page.js';
import { encodedElement, printListing } from '../print-listing.js';
import { document, element } from '../xml.js';
import { NOTHING_LISTED } from './list-objects.js';

/** The second version: goes on by an opaque token, or begins after any key; owners only if they are asked for. */
export async function listObjectsV2(deps: S3Deps, call: CallOf<'ListObjectsV2'>): Promise<Answer> {
  const { query } = call.request;
  const { bucket } = call.operation;
  const names = parseEncodingType(call.request);
  const maxKeys = parsePageSize(call.request, 'max-keys');
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const after = token === undefined ? startAfter : parseListToken(token);
  const listing = maxKeys === 0 ? NOTHING_LISTED : await deps.objects.listObjects({ bucket, prefix, delimiter, after, maxKeys });
  const owner = query.get('fetch-owner') === 'true' ? (await deps.objects.bucket(bucket)).ownerAccountId : undefined;
  const next = listing.nextAfter === undefined ? undefined : printListToken(listing.nextAfter);
  const head = [
    element('Name', bucket), element('Prefix', names.encode(prefix)), element('MaxKeys', maxKeys),
    element('KeyCount', listing.entries.length + listing.commonPrefixes.length), encodedElement('Delimiter', delimiter, names),
    element('EncodingType', names.type), encodedElement('StartAfter', startAfter, names), element('ContinuationToken', token),
    element('NextContinuationToken', next), element('IsTruncated', next !== undefined),
  ];
  return xmlAnswer(document('ListBucketResult', head.join('') + printListing(listing, names, owner)), ['x-amz-bucket-region', deps.region]);
}
