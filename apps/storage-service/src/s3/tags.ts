import { StorageError } from '../errors/storage-error.js';
import type { Tags } from '../objects/tags.js';

import { malformed, parseXml } from './parse-xml.js';
import { header, type S3Request } from './request.js';
import { document, element } from './xml.js';

/** S3's limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html. Lengths are in units of UTF-16, as S3 counts. */
export const TAGS_MAX = 10;
export const TAG_KEY_LENGTH_MAX = 128;
export const TAG_VALUE_LENGTH_MAX = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const HEADER = 'x-amz-tagging';
const DIRECTIVE = 'x-amz-tagging-directive';
/** No unescaped character of a query string is beyond ASCII. */
const QUERY = /^[\x21-\x7e]*$/;

/** What `x-amz-tagging` gives a new object; undefined if it says nothing. Throws InvalidArgument, InvalidTag, BadRequest. */
export function parseTagsHeader(request: S3Request): Tags | undefined {
  const text = header(request, HEADER);
  if (text === undefined || text === '') return undefined;
  return checked(text.split('&').map((pair) => decodePair(pair, text)), () => invalidHeader(text));
}

/** Of a copy: the tags in place of the source's, be it none; undefined where those are copied. */
export function parseReplacedTags(request: S3Request): Tags | undefined {
  const directive = header(request, DIRECTIVE);
  if (directive === undefined || directive === 'COPY') return undefined;
  if (directive === 'REPLACE') return parseTagsHeader(request) ?? new Map();
  throw new StorageError('InvalidArgument', 'Unknown tagging directive.', { details: { ArgumentName: DIRECTIVE, ArgumentValue: directive } });
}

/** The body of PutObjectTagging. Throws MalformedXML, InvalidTag, BadRequest. */
export function parseTagging(body: Buffer): Tags {
  const [set, ...more] = parseXml(body, 'Tagging').children('TagSet');
  if (set === undefined || more.length > 0) throw malformed();
  const pairs = set.children('Tag').map((tag) => {
    const [key, value] = [tag.child('Key'), tag.child('Value')];
    if (key === undefined || value === undefined) throw malformed();
    return [key, value] as const;
  });
  return checked(pairs, () => new StorageError('InvalidTag', 'Cannot provide multiple Tags with the same key'));
}

export function printTagging(tags: Tags | undefined): string {
  const printed = Array.from(tags ?? [], ([key, value]) => `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`);
  return document('Tagging', `<TagSet>${printed.join('')}</TagSet>`);
}

function checked(pairs: readonly (readonly [string, string])[], duplicate: () => StorageError): Tags {
  if (pairs.length > TAGS_MAX) throw new StorageError('BadRequest', `Object tags cannot be greater than ${TAGS_MAX}`);
  const tags = new Map<string, string>();
  for (const [key, value] of pairs) {
    checkTag(key, value);
    if (tags.has(key)) throw duplicate();
    tags.set(key, value);
  }
  return tags;
}

function checkTag(key: string, value: string): void {
  if (key === '' || key.length > TAG_KEY_LENGTH_MAX || !ALLOWED.test(key)) throw new StorageError('InvalidTag', 'The TagKey you have provided is invalid', { details: { TagKey: key } });
  if (value.length > TAG_VALUE_LENGTH_MAX || !ALLOWED.test(value)) throw new StorageError('InvalidTag', 'The TagValue you have provided is invalid', { details: { TagKey: key, TagValue: value } });
  if (key.toLowerCase().startsWith('aws:')) throw new StorageError('InvalidTag', 'System tags cannot be added/updated by requester', { details: { TagKey: key } });
}

function decodePair(pair: string, text: string): readonly [string, string] {
  if (!QUERY.test(pair)) throw invalidHeader(text);
  const at = pair.indexOf('=');
  const [key, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  try {
    return [decodeURIComponent(key.replaceAll('+', ' ')), decodeURIComponent(value.replaceAll('+', ' '))];
  } catch {
    throw invalidHeader(text);
  }
}

function invalidHeader(text: string): StorageError {
  const message = "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";
  return new StorageError('InvalidArgument', message, { details: { ArgumentName: HEADER, ArgumentValue: text } });
}
