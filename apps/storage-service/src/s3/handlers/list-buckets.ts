import type { BucketInfo } from '../../objects/commands.js';
import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { parseListToken, printListToken } from '../list-token.js';
import { parseSmallInteger } from '../page.js';
import { document, element } from '../xml.js';

/** S3's limit, and its default. */
export const BUCKETS_PER_PAGE_MAX = 10_000;

/** The buckets of the caller's account, in order of name. */
export async function listBuckets(deps: S3Deps, call: CallOf<'ListBuckets'>): Promise<Answer> {
  const { query } = call.request;
  const prefix = query.get('prefix') ?? '';
  const region = query.get('bucket-region');
  const token = query.get('continuation-token');
  const after = token === undefined || token === '' ? '' : parseListToken(token);
  const max = parseSmallInteger(call.request, 'max-buckets', 1, BUCKETS_PER_PAGE_MAX) ?? BUCKETS_PER_PAGE_MAX;
  const owned = await deps.objects.listBuckets(call.caller);
  const wanted = owned
    .filter((bucket) => bucket.name.startsWith(prefix) && bucket.name > after && (region === undefined || bucket.region === region))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = wanted.slice(0, max);
  const last = page.at(-1);
  const next = wanted.length > page.length && last !== undefined ? printListToken(last.name) : undefined;
  const owner = `<Owner>${element('ID', call.caller.accountId)}</Owner>`;
  const buckets = `<Buckets>${page.map(printBucket).join('')}</Buckets>`;
  const place = element('ContinuationToken', next) + element('Prefix', query.get('prefix'));
  return xmlAnswer(document('ListAllMyBucketsResult', owner + buckets + place));
}

function printBucket(bucket: BucketInfo): string {
  const created = element('CreationDate', bucket.created.toISOString());
  return `<Bucket>${element('Name', bucket.name)}${created}${element('BucketRegion', bucket.region)}</Bucket>`;
}
