import { use } from '../access/use.js';
import { describeAs } from '../keys/key-tags.js';
import { lengthOf, present } from './constraints.js';
import { DESCRIPTION_LENGTH_MAX } from './create-key.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

export const updateKeyDescription: Verb<'UpdateKeyDescription'> = {
  readOnly: false,
  parameters: ({ keyId, description }) => ({ keyId, description }),
  async run({ keyring }, caller, { keyId, description }) {
    const id = assertNotAlias(requiredKeyId('keyId', keyId, present('description', description), lengthOf('description', description, 0, DESCRIPTION_LENGTH_MAX)));
    const key = await describeAs(keyring, caller, use('kms:UpdateKeyDescription'), id, description ?? '');
    return { response: {}, keyArns: [key.arn] };
  },
};
