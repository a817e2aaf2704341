import type { ConditionValue } from '@coffer/iam';
import { untagKey } from '../keys/key-tags.js';
import { present } from './constraints.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import { assertNotReserved, tagKeyViolations } from './tags.js';
import type { Verb } from './verb.js';

/** Takes tags from a key. */
export const untagResource: Verb<'UntagResource'> = {
  readOnly: false,
  parameters: ({ keyId, tagKeys }) => ({ keyId, tagKeys }),
  async run({ keyring }, caller, { keyId, tagKeys }) {
    const id = assertNotAlias(requiredKeyId('keyId', keyId, present('tagKeys', tagKeys), ...tagKeyViolations(tagKeys ?? [])));
    assertNotReserved(tagKeys ?? []);
    const conditions = new Map<string, ConditionValue>([['aws:tagkeys', tagKeys ?? []]]);
    const key = await untagKey(keyring, caller, { action: 'kms:UntagResource', conditions }, id, tagKeys ?? []);
    return { response: {}, keyArns: [key.arn] };
  },
};
