import { use } from '../access/use.js';
import { rangeOf } from './constraints.js';
import { decodeMarker, encodeMarker, markerOf } from './marker.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** AWS's: as many as a key has tags. */
const TAGS_PER_PAGE_MAX = 50;

/** The tags of a key, in the order in which it was given them. */
export const listResourceTags: Verb<'ListResourceTags'> = {
  readOnly: true,
  parameters: ({ keyId, limit, marker }) => ({ keyId, limit, marker }),
  async run({ keyring }, caller, { keyId, limit = TAGS_PER_PAGE_MAX, marker }) {
    const id = assertNotAlias(requiredKeyId('keyId', keyId, rangeOf('limit', limit, 1, TAGS_PER_PAGE_MAX), markerOf(marker)));
    const key = await keyring.find(caller, use('kms:ListResourceTags'), id);
    const list = `tags/${key.id}`;
    const begin = Number(decodeMarker(list, marker));
    const page = key.tags.slice(begin, begin + limit);
    const end = begin + page.length;
    const next = end < key.tags.length ? { nextMarker: encodeMarker(list, String(end)) } : {};
    return { response: { tags: page.map((tag) => ({ tagKey: tag.key, tagValue: tag.value })), truncated: end < key.tags.length, ...next }, keyArns: [key.arn] };
  },
};
