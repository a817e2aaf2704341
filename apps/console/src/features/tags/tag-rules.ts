import type { Pair, PairMistake } from '../../components/pairs.js';

/** S3's limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html. Lengths are in units of UTF-16, as S3 counts. */
export const TAGS_MAX = 10;
const KEY_LENGTH_MAX = 128;
const VALUE_LENGTH_MAX = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** As `x-amz-tagging` takes them; nothing for no tags. */
export function taggingHeader(tags: readonly Pair[]): string | undefined {
  return tags.length === 0 ? undefined : tags.map(({ key, value }) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&');
}

/** What S3 would refuse of tags, before they are sent. */
export function tagMistakes(tags: readonly Pair[]): readonly PairMistake[] {
  const tooMany = tags.length > TAGS_MAX ? [{ message: `An object has at most ${TAGS_MAX} tags.` }] : [];
  return [...tooMany, ...tags.flatMap((tag, at) => {
    const message = mistakeOf(tag, tags.findIndex(({ key }) => key === tag.key) !== at);
    return message === undefined ? [] : [{ at, message }];
  })];
}

function mistakeOf({ key, value }: Pair, isSecond: boolean): string | undefined {
  if (key === '') return 'Give the tag a name, or remove it.';
  if (isSecond) return 'Another tag has this name already.';
  if (key.toLowerCase().startsWith('aws:')) return 'Names that begin with aws: are AWS’s own.';
  if (key.length > KEY_LENGTH_MAX) return `A name has at most ${KEY_LENGTH_MAX} characters.`;
  if (value.length > VALUE_LENGTH_MAX) return `A value has at most ${VALUE_LENGTH_MAX} characters.`;
  return ALLOWED.test(key) && ALLOWED.test(value) ? undefined : 'Use letters, digits, spaces and + - = . _ : / @ only.';
}
