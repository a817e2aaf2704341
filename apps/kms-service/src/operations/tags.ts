import type { ConditionValue } from '@coffer/iam';
import { KmsError } from '../errors/kms-error.js';
import type { KeyTag } from '../keys/key.js';
import { TAGS_PER_KEY_MAX } from '../keys/key-tags.js';
import { lengthOf, present, type Violation } from './constraints.js';
import type { Tag } from './requests.js';

const TAG_KEY_LENGTH_MAX = 128;
const TAG_VALUE_LENGTH_MAX = 256;

export function tagViolations(tags: readonly Tag[]): Violation[] {
  return tags.slice(0, TAGS_PER_KEY_MAX).flatMap(({ tagKey, tagValue }, index) => {
    const member = `tags.${String(index + 1)}.member`;
    return [
      present(`${member}.tagKey`, tagKey),
      lengthOf(`${member}.tagKey`, tagKey, 1, TAG_KEY_LENGTH_MAX),
      present(`${member}.tagValue`, tagValue),
      lengthOf(`${member}.tagValue`, tagValue, 0, TAG_VALUE_LENGTH_MAX),
    ];
  });
}

/** Keys of tags that are to be taken away. */
export function tagKeyViolations(keys: readonly string[]): Violation[] {
  return keys.slice(0, TAGS_PER_KEY_MAX).map((key, index) => lengthOf(`tagKeys.${String(index + 1)}.member`, key, 1, TAG_KEY_LENGTH_MAX));
}

/** Tags as they are kept with the key. The limits of their members were checked before. */
export function tagsOf(tags: readonly Tag[]): KeyTag[] {
  if (tags.length > TAGS_PER_KEY_MAX) throw new KmsError('TagException', 'Too many tags');
  const kept = tags.map(({ tagKey = '', tagValue = '' }) => ({ key: tagKey, value: tagValue }));
  assertNotReserved(kept.map(({ key }) => key));
  if (new Set(kept.map(({ key }) => key)).size !== kept.length) throw new KmsError('TagException', 'Duplicate tag keys');
  return kept;
}

export function assertNotReserved(keys: readonly string[]): void {
  if (keys.some((key) => key.startsWith('aws:'))) throw new KmsError('TagException', 'Tags beginning with aws: are reserved');
}

/** What conditions may ask of tags that a key is to be given. */
export function tagConditions(tags: readonly KeyTag[]): readonly (readonly [string, ConditionValue])[] {
  if (tags.length === 0) return [];
  return [...tags.map(({ key, value }) => [`aws:requesttag/${key.toLowerCase()}`, value] as const), ['aws:tagkeys', tags.map(({ key }) => key)]];
}
