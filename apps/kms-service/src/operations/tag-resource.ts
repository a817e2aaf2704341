import { tagKey } from '../keys/key-tags.js';
import { present } from './constraints.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import { tagConditions, tagsOf, tagViolations } from './tags.js';
import type { Verb } from './verb.js';

/** Gives a key tags. Policies that look at them count at once. */
export const tagResource: Verb<'TagResource'> = {
  readOnly: false,
  parameters: ({ keyId, tags = [] }) => ({ keyId, tags: tags.map(({ tagKey: key = '', tagValue = '' }) => `${key}=${tagValue}`) }),
  async run({ keyring }, caller, { keyId, tags }) {
    const id = assertNotAlias(requiredKeyId('keyId', keyId, present('tags', tags), ...tagViolations(tags ?? [])));
    const given = tagsOf(tags ?? []);
    const key = await tagKey(keyring, caller, { action: 'kms:TagResource', conditions: new Map(tagConditions(given)) }, id, given);
    return { response: {}, keyArns: [key.arn] };
  },
};
